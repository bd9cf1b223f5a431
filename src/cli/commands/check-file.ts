import { type Compiled, compile, type Request } from '../../compile.ts';
import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { FindTraining } from '../training.ts';

/** What was found in a file, and what its exceptions let pass. */
type Checked = Pick<Compiled, 'diagnostics' | 'allowed'>;

/** The findings of an experiment, or of a file that another tool reads: by its name, or because it is no experiment. */
export async function checkAny(request: Request, training: FindTraining): Promise<Checked> {
  const { file, bytes, cwd } = request;
  if (isNamedYaml(file)) {
    const checked = await checkExperiment(request);
    if (!checked.diagnostics.some(isWithoutVersion)) return checked;
    const { checkForeign } = await import('./check-foreign.ts');
    return ofOther(await checkForeign(file, bytes, cwd, await training())) ?? checked;
  }
  const { checkForeign, isKnownByName, readText } = await import('./check-foreign.ts');
  // A pipe of the shell can be read once.
  const whole = bytes ?? (isKnownByName(file) ? undefined : readText(file, cwd));
  return (
    ofOther(await checkForeign(file, whole, cwd, await training())) ??
    checkExperiment({ ...request, bytes: whole })
  );
}

const isNamedYaml = (file: string): boolean => file === '-' || /\.ya?ml$/.test(file);

/** Files of other tools have no exceptions. */
const ofOther = (diagnostics: readonly Diagnostic[] | undefined): Checked | undefined =>
  diagnostics && { diagnostics, allowed: [] };

/** Whether a file has not even the key that each experiment begins with. */
const isWithoutVersion = ({ code, path, message }: Diagnostic): boolean =>
  code === 'schema/missing-key' && path.length === 0 && message.includes('`ditc`');

/**
 * The findings of an experiment and of every row of its series; a run that is named is checked alone, and does not say which exceptions
 * the others need.
 */
async function checkExperiment(request: Request): Promise<Checked> {
  const first = await compile({ ...request, until: 'rules' });
  if (request.run !== undefined)
    return { ...first, diagnostics: first.diagnostics.filter(({ code }) => code !== 'allow/unused') };
  if (first.runs.length === 0) return first;
  const all: Checked[] = [first];
  for (const run of first.runs) all.push(await compile({ ...request, run, until: 'rules' }));
  // An exception that one of them needs is needed.
  const needed = all
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(
      (finding) =>
        finding.code !== 'allow/unused' ||
        all.every(({ diagnostics }) => diagnostics.some((other) => isSame(other, finding))),
    );
  return {
    diagnostics: sortDiagnostics(needed),
    allowed: sortDiagnostics(all.flatMap(({ allowed }) => allowed)),
  };
}

const isSame = (one: Diagnostic, other: Diagnostic): boolean =>
  one.code === other.code && one.span.start === other.span.start && one.message === other.message;
