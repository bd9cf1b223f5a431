import { expect, test } from 'vitest';
import { fillBuckets } from '../../src/indexing/fill-buckets.ts';
import { measureCrop } from '../../src/indexing/measure-crop.ts';
import { scaleToBucket, scaleToSize } from '../../src/order/scale.ts';

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

/** What is left outside of the trained area, from the sizes that the trainer scales to. */
const lost = (scaled: { height: number; width: number }, height: number, width: number): number =>
  1 - (height * width) / (scaled.height * scaled.width);

test('at a single size each image loses what its square leaves', () => {
  const buckets = fillBuckets(
    { kind: 'single', size: 1024 },
    { ...table, indices: Int32Array.of(0, 1, 1, 2, 3) },
  );
  const { mean, many, worst } = measureCrop(buckets, table);
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
  const { mean, worst } = measureCrop(buckets, table);
  expect(mean).toBeCloseTo(losses.reduce((sum, each) => sum + each, 0) / 4, 3);
  expect(worst.share).toBeCloseTo(Math.max(...losses), 3);
  expect(mean).toBeLessThan(0.05);
});
