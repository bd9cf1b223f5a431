import type { IndexStep } from '../plan/plan.ts';
import { assignBuckets } from './assign-buckets.ts';
import { countUpscaledToBucket, countUpscaledToSize, type SizedRows } from './count-upscaled.ts';
import { resolutionBuckets, type Bucket } from './resolution-buckets.ts';

/** Which row ids train at which size; only sizes that have some. */
export interface FilledBucket extends Bucket {
  readonly indices: Int32Array;
  /** Images (repeats not counted) smaller than the size they are trained at. */
  readonly upscaled: number;
}

export interface BatchShape {
  /** Images a GPU a micro step. */
  readonly microBatch: number;
  /** Number of GPUs. */
  readonly worldSize: number;
}

export interface BucketLine extends Bucket {
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
}

/** The rows by the size they train at: all of them in one for a single size, the non-empty buckets by ratio for several. */
export function fillBuckets(resolution: IndexStep['resolution'], rows: SizedRows): readonly FilledBucket[] {
  if (resolution.kind === 'single') {
    const { size } = resolution;
    if (rows.indices.length === 0) return [];
    return [{ height: size, width: size, indices: rows.indices, upscaled: countUpscaledToSize(rows, size) }];
  }
  const buckets = resolutionBuckets(resolution);
  const members = assignBuckets({ ...rows, buckets });
  return buckets.flatMap((bucket, position) => {
    const indices = members[position];
    if (indices === undefined || indices.length === 0) return [];
    return [{ ...bucket, indices, upscaled: countUpscaledToBucket({ ...rows, indices }, bucket) }];
  });
}

/**
 * What an epoch over the rows looks like for a batch. Several resolutions: every bucket is filled up to a multiple of
 * microBatch × worldSize by repeating images (HunyuanDiT 368280e, IndexKits indexer.py `align`, trap T92). Single: the rest is
 * dropped twice, per GPU and per batch (hydit/data_loader samplers, trap T91).
 */
export function bucketTable(
  resolution: IndexStep['resolution'],
  rows: SizedRows,
  batch: BatchShape,
): BucketTable {
  return countEpoch(resolution.kind, fillBuckets(resolution, rows), batch);
}

function countEpoch(
  kind: IndexStep['resolution']['kind'],
  buckets: readonly FilledBucket[],
  { microBatch, worldSize }: BatchShape,
): BucketTable {
  const align = microBatch * worldSize;
  const lines = buckets.map(({ height, width, indices, upscaled }) => {
    const count = indices.length;
    const padded = kind === 'multi' ? Math.ceil(count / align) * align : count;
    return { height, width, count, padded, repeatFactor: padded / count, upscaled };
  });
  const count = lines.reduce((sum, line) => sum + line.count, 0);
  const padded = lines.reduce((sum, line) => sum + line.padded, 0);
  const iterations =
    kind === 'multi' ? padded / align : Math.floor(Math.floor(count / worldSize) / microBatch);
  return { lines, count, padded, iterations };
}
