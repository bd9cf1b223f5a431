import type { Bucket } from './resolution-buckets.ts';

export interface Assignment {
  /** Row ids to place, ascending; they index `widths` and `heights`. */
  readonly indices: Int32Array;
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  /** Ascending in height/width, as `resolutionBuckets` gives them. */
  readonly buckets: readonly Bucket[];
  /** Rows with a shorter side (in pixels of the original) are left out. */
  readonly minSize?: number;
}

/**
 * The row ids of every bucket, in the order given. A row goes to the bucket with the smallest |height/width − ratio| in doubles,
 * the first one on ties (HunyuanDiT 368280e, IndexKits bucket.py, `build_multi_resolution_bucket`).
 */
export function assignBuckets(assignment: Assignment): readonly Int32Array[] {
  const { indices, buckets } = assignment;
  const places = placeRows(assignment);
  const counts = new Int32Array(buckets.length);
  for (const place of places) if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  const members = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(buckets.length);
  for (let i = 0; i < places.length; i += 1) {
    const place = places[i] ?? -1;
    const member = members[place];
    if (member === undefined) continue;
    const at = filled[place] ?? 0;
    member[at] = indices[i] ?? 0;
    filled[place] = at + 1;
  }
  return members;
}

/**
 * Position of the first smallest |ratios[k] − ratio|. Rounded subtraction keeps order, so the distance falls up to `ratio` and rises
 * after it: two neighbours decide, and equal distances (duplicate ratios, rounding) are followed to the left.
 */
export function closestRatio(ratios: Float64Array, ratio: number): number {
  let low = 0;
  let high = ratios.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ratios[middle] ?? 0) < ratio) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 0;
  const below = Math.abs((ratios[low - 1] ?? 0) - ratio);
  if (low < ratios.length && Math.abs((ratios[low] ?? 0) - ratio) < below) return low;
  let first = low - 1;
  while (first > 0 && Math.abs((ratios[first - 1] ?? 0) - ratio) === below) first -= 1;
  return first;
}

/** Bucket of each row id, −1 for those below `minSize`. */
function placeRows({ indices, widths, heights, buckets, minSize = 0 }: Assignment): Int32Array {
  const ratios = Float64Array.from(buckets, ({ height, width }) => height / width);
  const places = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i += 1) {
    const row = indices[i] ?? 0;
    const height = heights[row] ?? 0;
    const width = widths[row] ?? 0;
    places[i] = height < minSize || width < minSize ? -1 : closestRatio(ratios, height / width);
  }
  return places;
}
