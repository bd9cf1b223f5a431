import { expect, test } from 'vitest';

import { countBucket, fillBuckets } from '../../src/indexing/fill-buckets.ts';

function rowsOf(...images: readonly (readonly [height: number, width: number])[]) {
  return {
    indices: Int32Array.from(images.keys()),
    heights: Int32Array.from(images, ([height]) => height),
    widths: Int32Array.from(images, ([, width]) => width),
  };
}

const multi = { kind: 'multi', base: 1024, ratios: ['1/1', '1/2'] } as const;

test('only buckets with images are listed, wide ones first', () => {
  const buckets = fillBuckets(
    { kind: 'multi', base: 1024, step: 64 },
    rowsOf([2000, 2000], [512, 2048], [2000, 2001]),
  );
  expect(buckets.map(countBucket)).toEqual([
    { height: 512, width: 2048, rows: 1, upscaled: 0 },
    { height: 1024, width: 1024, rows: 2, upscaled: 0 },
  ]);
});

test('of equal ratios the first gets all images', () => {
  const buckets = fillBuckets(
    { kind: 'multi', base: 1024, ratios: ['1/1', '2/2', '3/3'] },
    rowsOf([9, 9], [8, 8]),
  );
  expect(buckets.map(({ height, indices }) => [height, [...indices]])).toEqual([[1024, [0, 1]]]);
});

test('an image is enlarged when the side that is scaled is shorter than its bucket', () => {
  // 1024x1024: taller images are scaled by their width, wider ones by their height.
  const buckets = fillBuckets(multi, rowsOf([1100, 1023], [1100, 1024], [1023, 1100], [1024, 1100]));
  expect(buckets.map(countBucket)).toEqual([{ height: 1024, width: 1024, rows: 4, upscaled: 2 }]);
});

test('a single size enlarges images with a shorter side, and counts no image twice', () => {
  const rows = { ...rowsOf([1023, 4000], [1024, 1024]), indices: Int32Array.of(0, 0, 1, 1) };
  expect(fillBuckets({ kind: 'single', size: 1024 }, rows).map(countBucket)).toEqual([
    { height: 1024, width: 1024, rows: 4, upscaled: 1 },
  ]);
});

test('repeats of an image count once among the enlarged of a bucket', () => {
  const rows = { ...rowsOf([500, 500]), indices: Int32Array.of(0, 0, 0) };
  expect(fillBuckets(multi, rows).map(countBucket)).toEqual([
    { height: 1024, width: 1024, rows: 3, upscaled: 1 },
  ]);
});

test.each([multi, { kind: 'single', size: 1024 } as const])('no images fill no bucket: %j', (resolution) => {
  expect(fillBuckets(resolution, rowsOf())).toEqual([]);
});
