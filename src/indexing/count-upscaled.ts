import { eachImage } from './each-image.ts';
import type { Bucket } from './resolution-buckets.ts';

/** Images by pixels; ids repeat only next to each other. */
export interface SizedRows {
  readonly indices: Int32Array;
  readonly widths: Int32Array;
  readonly heights: Int32Array;
}

/** How many images (repeats not counted) have a short side below `size`, to which the trainer would enlarge them. */
export function countUpscaledToSize(rows: SizedRows, size: number): number {
  return countImages(rows, (height, width) => Math.min(height, width) < size);
}

/**
 * How many images (repeats not counted) the trainer would enlarge to fill `bucket`: it scales the height where height/width is below
 * the bucket's, otherwise the width, then crops (HunyuanDiT 368280e, IndexKits indexer.py, `resize_and_crop`).
 */
export function countUpscaledToBucket(rows: SizedRows, bucket: Bucket): number {
  const ratio = bucket.height / bucket.width;
  return countImages(rows, (height, width) =>
    height / width < ratio ? height < bucket.height : width < bucket.width,
  );
}

function countImages(rows: SizedRows, matches: (height: number, width: number) => boolean): number {
  const { indices, widths, heights } = rows;
  let count = 0;
  eachImage(indices, (row) => {
    if (matches(heights[row] ?? 0, widths[row] ?? 0)) count += 1;
  });
  return count;
}
