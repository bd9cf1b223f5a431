import { expect, test } from 'vitest';

import { fillBuckets } from '../../src/indexing/fill-buckets.ts';

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
  expect(buckets).toEqual([
    { height: 512, width: 2048, indices: Int32Array.of(1) },
    { height: 1024, width: 1024, indices: Int32Array.of(0, 2) },
  ]);
});

test('of equal ratios the first gets all images', () => {
  const buckets = fillBuckets(
    { kind: 'multi', base: 1024, ratios: ['1/1', '2/2', '3/3'] },
    rowsOf([9, 9], [8, 8]),
  );
  expect(buckets.map(({ height, indices }) => [height, [...indices]])).toEqual([[1024, [0, 1]]]);
});

test('a single size has all rows, repeats included', () => {
  const indices = Int32Array.of(0, 0, 1, 1);
  const buckets = fillBuckets({ kind: 'single', size: 1024 }, { ...rowsOf([9, 4000], [8, 8]), indices });
  expect(buckets).toEqual([{ height: 1024, width: 1024, indices }]);
});

test.each([multi, { kind: 'single', size: 1024 } as const])('no images fill no bucket: %j', (resolution) => {
  expect(fillBuckets(resolution, rowsOf())).toEqual([]);
});
