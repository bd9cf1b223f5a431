import { eachImage } from './each-image.ts';
import type { FilledBucket } from './fill-buckets.ts';
import type { RowTable } from './row-table.ts';

/** What the random crop takes of the images, as shares of their area; repeats not counted. */
export interface CropReport {
  readonly mean: number;
  /** Images that lose more than a quarter. */
  readonly many: number;
  /** The image that loses most, which `exclude_md5` can leave out. */
  readonly worst: {
    readonly share: number;
    readonly height: number;
    readonly width: number;
    readonly source: string;
    readonly md5: string;
  };
}

const MANY = 1 / 4;

/**
 * Crop of all images of an index. The trainer scales an image until it covers its size and cuts the rest off, at a place that it draws: a
 * caption may tell of what is gone (HunyuanDiT 368280e, hydit/data_loader/arrow_load_stream.py:153-175, T95).
 */
export function measureCrop(
  buckets: readonly FilledBucket[],
  { sources, widths, heights, md5 }: Pick<RowTable, 'sources' | 'widths' | 'heights' | 'md5'>,
): CropReport {
  let [images, sum, many] = [0, 0, 0];
  let worst = { share: -1, row: 0 };
  for (const { indices, height, width } of buckets) {
    eachImage(indices, (row) => {
      const share = croppedShare((heights[row] ?? 0) / (widths[row] ?? 0), height / width);
      images += 1;
      sum += share;
      if (share > MANY) many += 1;
      if (share > worst.share) worst = { share, row };
    });
  }
  const { row } = worst;
  return {
    mean: sum / images,
    many,
    worst: {
      share: worst.share,
      height: heights[row] ?? 0,
      width: widths[row] ?? 0,
      source: sources.find(({ start, end }) => row >= start && row < end)?.source ?? '',
      md5: Buffer.from(md5.subarray(row * 16, row * 16 + 16)).toString('hex'),
    },
  };
}

/** Share of an image of one ratio that lies outside a size of another which it just covers. */
const croppedShare = (image: number, size: number): number => 1 - Math.min(image / size, size / image);
