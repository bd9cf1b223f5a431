import type { IndexStep } from '../plan/plan.ts';
import { assignBuckets } from './assign-buckets.ts';
import { countUpscaledToBucket, countUpscaledToSize, type SizedRows } from './count-upscaled.ts';
import type { BucketCount } from './index-report.ts';
import { resolutionBuckets, type Bucket } from './resolution-buckets.ts';

/** Which row ids train at which size; only sizes that have some. */
export interface FilledBucket extends Bucket {
  readonly indices: Int32Array;
  /** Images (repeats not counted) smaller than the size they are trained at. */
  readonly upscaled: number;
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

/** A filled bucket as the report counts it. */
export function countBucket({ height, width, indices, upscaled }: FilledBucket): BucketCount {
  return { height, width, rows: indices.length, upscaled };
}
