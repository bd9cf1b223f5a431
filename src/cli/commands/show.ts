import type { Context } from '../context.ts';
import { type Complete, compileOrReport } from '../compile-or-report.ts';
import { EXIT } from '../exit-codes.ts';

/** One view of an experiment on standard output. */
export async function show(
  file: string,
  view: 'resolved' | 'buckets',
  { machine }: { machine?: string },
  context: Context,
): Promise<number> {
  const compiled = await compileOrReport(file, machine, context);
  if (!compiled) return EXIT.findings;
  context.stdout.write(await VIEWS[view](compiled));
  return EXIT.ok;
}

const VIEWS = {
  async resolved({ experiment, places }: Complete): Promise<string> {
    const { resolvedText } = await import('../../report/resolved-text.ts');
    return resolvedText(experiment, places);
  },
  async buckets({ plan, folder, experiment, derived }: Complete): Promise<string> {
    const [{ epochOf, surveyPlan }, { bucketsText }] = await Promise.all([
      import('../../run/survey-training.ts'),
      import('../../report/buckets-text.ts'),
    ]);
    return bucketsText(epochOf(await surveyPlan(plan, folder), experiment, derived));
  },
};
