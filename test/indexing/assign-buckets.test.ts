import fc from 'fast-check';
import { expect, test } from 'vitest';

import { assignBuckets, closestRatio } from '../../src/indexing/assign-buckets.ts';
import { bucketName, resolutionBuckets } from '../../src/indexing/resolution-buckets.ts';

const buckets = resolutionBuckets({ base: 1024, step: 64 });

/** `numpy.argmin(numpy.abs(ratios - ratio))`, as upstream asks it. */
function firstMinimum(ratios: Float64Array, ratio: number): number {
  let best = 0;
  for (let k = 1; k < ratios.length; k += 1) {
    if (Math.abs((ratios[k] ?? 0) - ratio) < Math.abs((ratios[best] ?? 0) - ratio)) best = k;
  }
  return best;
}

function bucketOf(height: number, width: number): string {
  const size = { heights: Int32Array.of(height), widths: Int32Array.of(width) };
  const members = assignBuckets({ indices: Int32Array.of(0), ...size, buckets });
  const bucket = buckets[members.findIndex(({ length }) => length === 1)];
  return bucket === undefined ? 'none' : bucketName(bucket);
}

test.each([
  [1080, 1920, '768x1280'],
  [1920, 1080, '1280x768'],
  [3000, 1000, '1536x512'],
  [1000, 3000, '512x1536'],
  [1, 10_000, '512x2048'],
  [10_000, 1, '2048x512'],
])('%ix%i goes to %s, as upstream puts it', (height, width, name) => {
  expect(bucketOf(height, width)).toBe(name);
});

test('the first of two equally distant buckets is taken', () => {
  expect(closestRatio(Float64Array.of(0.5, 1, 1.5), 1.25)).toBe(1);
});

test('the first of equal buckets is taken, from either side', () => {
  const ratios = Float64Array.of(0.5, 1, 1, 1, 2);
  expect([0.9, 1, 1.1].map((ratio) => closestRatio(ratios, ratio))).toEqual([1, 1, 1]);
});

test('distances that rounding makes equal go to the first bucket', () => {
  const ratios = Float64Array.of(1, 1 + 2 ** -40, 1 + 2 ** -39);
  expect(closestRatio(ratios, 2 ** 20)).toBe(firstMinimum(ratios, 2 ** 20));
  expect(closestRatio(ratios, 2 ** 20)).toBe(0);
});

const sides = fc.integer({ min: 1, max: 70_000 });
const shapes = fc.oneof(
  fc.record({ base: fc.constantFrom(256, 512, 768, 1024, 1280), step: fc.integer({ min: 1, max: 128 }) }),
  fc.record({
    base: fc.constantFrom(512, 1024),
    ratios: fc.array(
      fc.tuple(fc.integer({ min: 1, max: 21 }), fc.integer({ min: 1, max: 21 })).map(([h, w]) => `${h}/${w}`),
      { minLength: 1, maxLength: 12 },
    ),
  }),
);

test('the search finds the same bucket as the plain first minimum over all of them', () => {
  fc.assert(
    fc.property(shapes, fc.array(fc.tuple(sides, sides), { minLength: 1 }), (shape, images) => {
      const ratios = Float64Array.from(resolutionBuckets(shape), ({ height, width }) => height / width);
      for (const [height, width] of images) {
        expect(closestRatio(ratios, height / width)).toBe(firstMinimum(ratios, height / width));
      }
    }),
    { numRuns: 500 },
  );
});

test('ratios around the middle between two buckets are decided as upstream decides them', () => {
  const ratios = Float64Array.from(buckets, ({ height, width }) => height / width);
  for (let k = 0; k + 1 < ratios.length; k += 1) {
    const middle = ((ratios[k] ?? 0) + (ratios[k + 1] ?? 0)) / 2;
    for (const ratio of [-3, -2, -1, 0, 1, 2, 3].map((ulps) => middle + ulps * middle * 2 ** -53)) {
      expect(closestRatio(ratios, ratio)).toBe(firstMinimum(ratios, ratio));
    }
  }
});

test('row ids keep their order and their repeats in a bucket', () => {
  const members = assignBuckets({
    indices: Int32Array.of(0, 0, 2, 3, 3),
    heights: Int32Array.of(1024, 1, 512, 900),
    widths: Int32Array.of(1024, 1, 2048, 900),
    buckets,
  });
  const filled = members.flatMap((ids, k) => (ids.length > 0 ? [[buckets[k], [...ids]]] : []));
  expect(filled).toEqual([
    [{ height: 512, width: 2048 }, [2]],
    [{ height: 1024, width: 1024 }, [0, 0, 3, 3]],
  ]);
});

test('rows below the smallest size are in no bucket, rows of exactly that size are', () => {
  const members = assignBuckets({
    indices: Int32Array.of(0, 1, 2),
    heights: Int32Array.of(600, 599, 900),
    widths: Int32Array.of(600, 900, 599),
    buckets,
    minSize: 600,
  });
  expect(members.flatMap((ids) => [...ids])).toEqual([0]);
});
