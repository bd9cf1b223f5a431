import type { IndexReport } from '../indexing/index-report.ts';
import { type Part, partName } from '../pack/part.ts';
import type { PartReport } from '../pack/pack-part.ts';
import type { PackReport } from '../pack/pack-source.ts';
import type { Plan } from '../plan/plan.ts';
import { stoppable } from './stoppable.ts';

/** How a long step is going. */
export interface DataProgress {
  /** `packing porcelain` */
  readonly label: string;
  readonly rows: number;
  readonly totalRows?: number;
  readonly bytes?: number;
}

export interface DataOptions {
  /** Absolute folder of the experiment. */
  readonly root: string;
  readonly onProgress: (progress: DataProgress) => void;
  readonly onPacked: (report: PackReport) => void;
  readonly onIndexed: (report: IndexReport) => void;
}

export interface PartOptions extends Pick<DataOptions, 'root' | 'onProgress'> {
  /** Called for each source that the part has rows of. */
  readonly onPacked: (report: PartReport) => void;
}

/** Carries out the pack and index steps of a plan, in order; what an earlier build finished is kept. */
export async function buildData(
  plan: Plan,
  { root, onProgress, onPacked, onIndexed }: DataOptions,
): Promise<void> {
  // Arrow and its kind are loaded only when data is packed.
  const [{ packSource }, { buildIndex }] = await Promise.all([
    import('../pack/pack-source.ts'),
    import('../indexing/build-index.ts'),
  ]);
  for (const step of plan.steps) {
    if (step.kind === 'pack') {
      const label = `packing ${step.source}`;
      onPacked(
        await stoppable((signal) =>
          packSource(step, {
            root,
            signal,
            onProgress: ({ rows, totalRows, bytes }) => onProgress({ label, rows, totalRows, bytes }),
          }),
        ),
      );
    } else if (step.kind === 'index') {
      const label = `indexing ${step.stage}`;
      onIndexed(await buildIndex(step, { root, onProgress: ({ rows }) => onProgress({ label, rows }) }));
    }
  }
}

/** Carries out one part of the pack steps of a plan. */
export async function buildPart(
  plan: Plan,
  part: Part,
  { root, onProgress, onPacked }: PartOptions,
): Promise<void> {
  const { packPart } = await import('../pack/pack-part.ts');
  const steps = plan.steps.filter((step) => step.kind === 'pack');
  await stoppable(async (signal) => {
    const reports = packPart(steps, part, {
      root,
      signal,
      onProgress: (source, { rows, totalRows, bytes }) =>
        onProgress({ label: `packing ${source}, ${partName(part)}`, rows, totalRows, bytes }),
    });
    for await (const report of reports) onPacked(report);
  });
}
