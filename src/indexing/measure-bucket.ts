import type { FilledBucket } from './fill-buckets.ts';
import type { BucketCount } from './index-report.ts';
import type { RowTable } from './row-table.ts';

/** A size, and what the trainer does to the images that it trains at it. */
export interface MeasuredBucket extends BucketCount {
  /** Different rows. */
  readonly images: number;
  readonly cropped: CroppedShares;
}

/** What the random crop takes of images, as shares of their area; repeats not counted. */
export interface CroppedShares {
  readonly sum: number;
  /** Images that lose more than a quarter. */
  readonly many: number;
  readonly worst: { readonly share: number; readonly row: number };
}

const MANY = 1 / 4;

/**
 * Counts the images of a size that are enlarged, and what they lose. The trainer scales an image by the larger of height to height and
 * width to width, so that it covers its size, and cuts the rest off at a place that it draws: a caption may tell of what is gone
 * (HunyuanDiT 368280e, IndexKits indexer.py, `resize_and_crop`, and hydit/data_loader/arrow_load_stream.py:153-175, T94 and T95).
 */
export function measureBucket(
  { height, width, indices }: FilledBucket,
  { heights, widths }: Pick<RowTable, 'heights' | 'widths'>,
): MeasuredBucket {
  // One plain loop, without branches that change from image to image: what is done for each of millions of rows is less than a missed guess.
  let images = 0;
  let upscaled = 0;
  let sum = 0;
  let many = 0;
  let worst = -1;
  let worstRow = -1;
  let last = -1;
  for (let at = 0; at < indices.length; at += 1) {
    const row = indices[at] ?? 0;
    if (row === last) continue; // ids repeat only next to each other
    last = row;
    images += 1;
    const imageHeight = heights[row] ?? 0;
    const imageWidth = widths[row] ?? 0;
    const tall = imageHeight * width;
    const wide = imageWidth * height;
    const share = 1 - Math.min(tall, wide) / Math.max(tall, wide);
    upscaled += Number(imageHeight < height) | Number(imageWidth < width);
    sum += share;
    many += Number(share > MANY);
    if (share > worst) {
      worst = share;
      worstRow = row;
    }
  }
  const cropped = { sum, many, worst: { share: worst, row: worstRow } };
  return { height, width, rows: indices.length, images, upscaled, cropped };
}
