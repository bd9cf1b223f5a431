import type { IndexStep } from '../plan/plan.ts';
import type { BucketCount } from './index-report.ts';
import type { Bucket } from './resolution-buckets.ts';
import { waitingShare } from './waiting-share.ts';

export interface BatchShape {
  /** Images a GPU a micro step. */
  readonly microBatch: number;
  /** Number of GPUs. */
  readonly worldSize: number;
}

interface BucketLine extends Bucket {
  /** Images an epoch would have without padding, `times` included. */
  readonly count: number;
  /** Images an epoch really has. */
  readonly padded: number;
  /** `padded / count`; a small bucket repeats its images to fill a batch on every GPU. */
  readonly repeatFactor: number;
  readonly upscaled: number;
}

export interface BucketTable {
  readonly lines: readonly BucketLine[];
  readonly count: number;
  /** Single resolution pads nothing: it drops the rest that fills no batch. */
  readonly padded: number;
  /** Micro steps that an epoch has; 0 means that nothing would be trained. */
  readonly iterations: number;
  /** Share of the time in which a GPU waits for those with more pixels, see `waitingShare`. */
  readonly waiting: number;
}

/**
 * What an epoch over filled buckets looks like for a batch. Several resolutions: every bucket is filled up to a multiple of
 * microBatch × worldSize by repeating images (HunyuanDiT 368280e, IndexKits indexer.py `align`, trap T92). Single: the rest is
 * dropped twice, per GPU and per batch (hydit/data_loader samplers, trap T91).
 */
export function epochTable(
  kind: IndexStep['resolution']['kind'],
  buckets: readonly BucketCount[],
  { microBatch, worldSize }: BatchShape,
): BucketTable {
  const align = microBatch * worldSize;
  const lines = buckets.map(({ height, width, rows: count, upscaled }) => {
    const padded = kind === 'multi' ? Math.ceil(count / align) * align : count;
    return { height, width, count, padded, repeatFactor: padded / count, upscaled };
  });
  const count = lines.reduce((sum, line) => sum + line.count, 0);
  const padded = lines.reduce((sum, line) => sum + line.padded, 0);
  const iterations =
    kind === 'multi' ? padded / align : Math.floor(Math.floor(count / worldSize) / microBatch);
  return { lines, count, padded, iterations, waiting: waitingShare(lines, worldSize) };
}
