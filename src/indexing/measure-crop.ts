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
  // Fields of an object, which V8 changes in place; a number with a fraction in a variable of the callback would be a new one each time.
  const found = { images: 0, sum: 0, many: 0, worst: -1, row: 0 };
  for (const { indices, height, width } of buckets) {
    eachImage(indices, (row) => {
      const share = croppedShare((heights[row] ?? 0) * width, (widths[row] ?? 0) * height);
      found.images += 1;
      found.sum += share;
      if (share > MANY) found.many += 1;
      if (share > found.worst) Object.assign(found, { worst: share, row });
    });
  }
  const { images, sum, many, worst, row } = found;
  return {
    mean: sum / images,
    many,
    worst: {
      share: worst,
      height: heights[row] ?? 0,
      width: widths[row] ?? 0,
      source: sources.find(({ start, end }) => row >= start && row < end)?.source ?? '',
      md5: Buffer.from(md5.subarray(row * 16, row * 16 + 16)).toString('hex'),
    },
  };
}

/** Share of an image that lies outside a size which it just covers, of the height of each times the width of the other. */
const croppedShare = (image: number, size: number): number =>
  image < size ? 1 - image / size : 1 - size / image;
