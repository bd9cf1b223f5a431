import { derive } from '../../src/experiment/derive.ts';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { emitFiles } from '../../src/plan/make-plan.ts';
import type { EmittedFile, TargetInput } from '../../src/targets/target.ts';
import { readTemplates } from '../../src/templates/read-templates.ts';

/** The project’s own templates. */
export const templates = await readTemplates();

/** What a target is given for an experiment, with the project's own templates. */
export function inputFor(experiment: Experiment, source = 'porcelain.yaml'): TargetInput {
  return { experiment, derived: derive(experiment), templates, source, selection: ['--', source] };
}

/** Every file that is generated for an experiment. */
export function emit(experiment: Experiment, source?: string): readonly EmittedFile[] {
  return emitFiles([inputFor(experiment, source)]);
}

/** The content of the one generated file whose path ends so. */
export function contentOf(files: readonly EmittedFile[], end: string): string {
  const found = files.filter(({ path }) => path.endsWith(end));
  if (found.length !== 1) throw new Error(`${found.length} files end with ${end}`);
  return found[0]?.content ?? '';
}
