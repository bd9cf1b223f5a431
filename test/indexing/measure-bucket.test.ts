import { expect, test } from 'vitest';
import { reportCrop } from '../../src/indexing/crop-report.ts';
import { fillBuckets, type FilledBucket } from '../../src/indexing/fill-buckets.ts';
import { measureBucket } from '../../src/indexing/measure-bucket.ts';
import { scaleToBucket, scaleToSize } from '../../src/order/scale.ts';

/** A bucket with images of these sizes. */
const measure = (bucket: Omit<FilledBucket, 'indices'>, images: readonly (readonly [number, number])[]) =>
  measureBucket(
    { ...bucket, indices: Int32Array.from(images.keys()) },
    {
      heights: Int32Array.from(images, ([height]) => height),
      widths: Int32Array.from(images, ([, width]) => width),
    },
  );

test('an image is enlarged when the side that is scaled is shorter than its bucket', () => {
  // Images taller than the bucket are scaled by their width, wider ones by their height.
  const square = measure({ height: 1024, width: 1024 }, [
    [1100, 1023],
    [1100, 1024],
    [1023, 1100],
    [1024, 1100],
  ]);
  expect(square).toMatchObject({ height: 1024, width: 1024, rows: 4, images: 4, upscaled: 2 });
});

test('an image is enlarged exactly where the trainer scales it up', () => {
  const bucket = { height: 1280, width: 768 };
  const sides = [600, 767, 768, 769, 1279, 1280, 1281, 2000];
  for (const height of sides) {
    for (const width of sides) {
      const { height: scaled } = scaleToBucket({ height, width }, bucket);
      expect([height, width, measure(bucket, [[height, width]]).upscaled]).toEqual([
        height,
        width,
        scaled > height ? 1 : 0,
      ]);
    }
  }
});

test('repeats of an image are rows, but count once as an image', () => {
  const sizes = { heights: Int32Array.of(500), widths: Int32Array.of(500) };
  const repeated = measureBucket({ height: 1024, width: 1024, indices: Int32Array.of(0, 0, 0) }, sizes);
  expect(repeated).toMatchObject({ rows: 3, images: 1, upscaled: 1 });
});

/** What the report of an index says of the buckets that rows of these sizes fill. */
const countsOf = (
  resolution: Parameters<typeof fillBuckets>[0],
  images: readonly (readonly [number, number])[],
  indices = Int32Array.from(images.keys()),
) => {
  const heights = Int32Array.from(images, ([height]) => height);
  const widths = Int32Array.from(images, ([, width]) => width);
  return fillBuckets(resolution, { indices, heights, widths })
    .map((bucket) => measureBucket(bucket, { heights, widths }))
    .map(({ height, width, rows, upscaled }) => ({ height, width, rows, upscaled }));
};

test('images that are large enough are not enlarged', () => {
  const images = [
    [2000, 2000],
    [512, 2048],
    [2000, 2001],
  ] as const;
  expect(countsOf({ kind: 'multi', base: 1024, step: 64 }, images)).toEqual([
    { height: 512, width: 2048, rows: 1, upscaled: 0 },
    { height: 1024, width: 1024, rows: 2, upscaled: 0 },
  ]);
});

test('a single size enlarges images with a shorter side, and counts no image twice', () => {
  const images = [
    [1023, 4000],
    [1024, 1024],
  ] as const;
  expect(countsOf({ kind: 'single', size: 1024 }, images, Int32Array.of(0, 0, 1, 1))).toEqual([
    { height: 1024, width: 1024, rows: 4, upscaled: 1 },
  ]);
});

const SIZES = [
  [1024, 1024],
  [1024, 2048],
  [3000, 1000],
  [1200, 1100],
] as const;

const table = {
  heights: Int32Array.from(SIZES, ([height]) => height),
  widths: Int32Array.from(SIZES, ([, width]) => width),
  md5: Uint8Array.from({ length: 16 * SIZES.length }, (_, at) => Math.floor(at / 16)),
  sources: [
    { source: 'vases', start: 0, end: 2 },
    { source: 'plates', start: 2, end: 4 },
  ],
};

const cropOf = (buckets: readonly FilledBucket[]) =>
  reportCrop(
    buckets.map((bucket) => measureBucket(bucket, table)),
    table,
  );

/** What is left outside of the trained area, from the sizes that the trainer scales to. */
const lost = (scaled: { height: number; width: number }, height: number, width: number): number =>
  1 - (height * width) / (scaled.height * scaled.width);

test('at a single size each image loses what its square leaves', () => {
  const buckets = fillBuckets(
    { kind: 'single', size: 1024 },
    { ...table, indices: Int32Array.of(0, 1, 1, 2, 3) },
  );
  const { mean, many, worst } = cropOf(buckets);
  const losses = SIZES.map(([height, width]) => lost(scaleToSize({ height, width }, 1024), 1024, 1024));
  expect(mean).toBeCloseTo(losses.reduce((sum, each) => sum + each, 0) / 4, 3);
  expect(many).toBe(2);
  expect(worst).toEqual({
    share: expect.closeTo(2 / 3, 12),
    height: 3000,
    width: 1000,
    source: 'plates',
    md5: '02'.repeat(16),
  });
});

test('at several sizes each image loses what its own bucket leaves', () => {
  const buckets = fillBuckets(
    { kind: 'multi', base: 1024, step: 128 },
    { ...table, indices: Int32Array.of(0, 1, 2, 3) },
  );
  const losses = buckets.flatMap((bucket) =>
    [...bucket.indices].map((row) => {
      const [height = 0, width = 0] = SIZES[row] ?? [];
      return lost(scaleToBucket({ height, width }, bucket), bucket.height, bucket.width);
    }),
  );
  const { mean, worst } = cropOf(buckets);
  expect(mean).toBeCloseTo(losses.reduce((sum, each) => sum + each, 0) / 4, 3);
  expect(worst.share).toBeCloseTo(Math.max(...losses), 3);
  expect(mean).toBeLessThan(0.05);
});
