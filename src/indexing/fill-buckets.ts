import type { IndexStep } from '../plan/plan.ts';
import { assignBuckets } from './assign-buckets.ts';
import { resolutionBuckets, type Bucket } from './resolution-buckets.ts';

/** Which row ids train at which size; only sizes that have some. */
export interface FilledBucket extends Bucket {
  readonly indices: Int32Array;
}

/** Row ids, and the pixels of all images by id. */
interface SizedRows {
  readonly indices: Int32Array;
  readonly widths: Int32Array;
  readonly heights: Int32Array;
}

/** The rows by the size they train at: all of them in one for a single size, the non-empty buckets by ratio for several. */
export function fillBuckets(resolution: IndexStep['resolution'], rows: SizedRows): readonly FilledBucket[] {
  if (resolution.kind === 'single') {
    const { size } = resolution;
    return rows.indices.length === 0 ? [] : [{ height: size, width: size, indices: rows.indices }];
  }
  const buckets = resolutionBuckets(resolution);
  const members = assignBuckets({ ...rows, buckets });
  return buckets.flatMap((bucket, position) => {
    const indices = members[position];
    return indices === undefined || indices.length === 0 ? [] : [{ ...bucket, indices }];
  });
}
