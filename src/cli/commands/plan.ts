import type { PlannedStage } from '../../plan/plan.ts';
import { planText } from '../../report/plan-text.ts';
import { compareFiles } from '../../run/compare-files.ts';
import { compileOrReport, type Selection } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export interface PlanOptions extends Selection {
  readonly format: string;
}

/** The plan on standard output; nothing is written. */
export async function showPlan(file: string, options: PlanOptions, context: Context): Promise<number> {
  const compiled = await compileOrReport(file, options, context);
  if (!compiled) return EXIT.findings;
  const { surveyTraining } = await import('../../run/survey-training.ts');
  const stages: PlannedStage[] = [];
  for (const [index, planned] of compiled.plan.stages.entries()) {
    const stage = compiled.stages[index];
    const training = stage && (await surveyTraining(compiled.plan, stage, compiled.folder));
    stages.push({ ...planned, totals: { ...planned.totals, ...(training && { training }) } });
  }
  const plan = { ...compiled.plan, stages };
  const text =
    options.format === 'json'
      ? `${JSON.stringify(plan, undefined, 2)}\n`
      : planText(plan, await compareFiles(compiled.files, compiled.folder));
  context.stdout.write(text);
  return EXIT.ok;
}
