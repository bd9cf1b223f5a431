import type { MeasuredBucket } from './measure-bucket.ts';
import type { RowTable } from './row-table.ts';

/** What the random crop takes of all images of an index, as shares of their area; repeats not counted. */
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

/** Sums up what the buckets of an index lose; of equal losses the first is named. */
export function reportCrop(
  buckets: readonly MeasuredBucket[],
  { sources, widths, heights, md5 }: Pick<RowTable, 'sources' | 'widths' | 'heights' | 'md5'>,
): CropReport {
  let [images, sum, many, worst] = [0, 0, 0, { share: -1, row: 0 }];
  for (const bucket of buckets) {
    images += bucket.images;
    sum += bucket.cropped.sum;
    many += bucket.cropped.many;
    if (bucket.cropped.worst.share > worst.share) worst = bucket.cropped.worst;
  }
  const { share, row } = worst;
  return {
    mean: sum / images,
    many,
    worst: {
      share,
      height: heights[row] ?? 0,
      width: widths[row] ?? 0,
      source: sources.find(({ start, end }) => row >= start && row < end)?.source ?? '',
      md5: Buffer.from(md5.subarray(row * 16, row * 16 + 16)).toString('hex'),
    },
  };
}
