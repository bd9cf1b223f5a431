import type { IndexReport } from '../indexing/index-report.ts';
import type { PackReport } from '../pack/pack-source.ts';
import type { Plan } from '../plan/plan.ts';

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
        await packSource(step, {
          root,
          onProgress: ({ rows, totalRows, bytes }) => onProgress({ label, rows, totalRows, bytes }),
        }),
      );
    } else if (step.kind === 'index') {
      const label = `indexing ${step.stage}`;
      onIndexed(await buildIndex(step, { root, onProgress: ({ rows }) => onProgress({ label, rows }) }));
    }
  }
}
