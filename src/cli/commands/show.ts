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
    const [{ surveyIndex }, { epochTable }, { bucketsText }] = await Promise.all([
      import('../../indexing/build-index.ts'),
      import('../../indexing/epoch-table.ts'),
      import('../../report/buckets-text.ts'),
    ]);
    const step = plan.steps.find(({ kind }) => kind === 'index');
    if (step?.kind !== 'index') throw new Error('a plan without an index');
    const { buckets } = await surveyIndex(step, { root: folder });
    const shape = { microBatch: experiment.machine.memory.micro_batch, worldSize: derived.worldSize };
    return bucketsText(epochTable(experiment.resolution.kind, buckets, shape));
  },
};
