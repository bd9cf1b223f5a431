import { planText } from '../../report/plan-text.ts';
import { compareFiles } from '../../run/compare-files.ts';
import { compileOrReport } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export interface PlanOptions {
  readonly machine?: string;
  readonly format: string;
}

/** The plan on standard output; nothing is written. */
export async function showPlan(
  file: string,
  { machine, format }: PlanOptions,
  context: Context,
): Promise<number> {
  const compiled = await compileOrReport(file, machine, context);
  if (!compiled) return EXIT.findings;
  const { surveyTraining } = await import('../../run/survey-training.ts');
  const training = await surveyTraining(
    compiled.plan,
    compiled.experiment,
    compiled.derived,
    compiled.folder,
  );
  const plan = { ...compiled.plan, totals: { ...compiled.plan.totals, ...(training && { training }) } };
  const text =
    format === 'json'
      ? `${JSON.stringify(plan, undefined, 2)}\n`
      : planText(plan, await compareFiles(compiled.files, compiled.folder));
  context.stdout.write(text);
  return EXIT.ok;
}
