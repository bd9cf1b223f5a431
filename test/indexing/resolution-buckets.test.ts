import { expect, test } from 'vitest';

import { bucketName, resolutionBuckets, upstreamRatio } from '../../src/indexing/resolution-buckets.ts';

test('buckets by step start at the widest and end at the tallest', () => {
  const names = resolutionBuckets({ base: 1024, step: 64 }).map(bucketName);
  expect(names).toHaveLength(33);
  expect([names[0], names[16], names[32]]).toEqual(['512x2048', '1024x1024', '2048x512']);
});

test('ratios are height/width', () => {
  expect(resolutionBuckets({ base: 1024, ratios: ['4/3', '1/1'] }).map(bucketName)).toEqual([
    '1024x1024',
    '1152x864',
  ]);
});

test('ratios win over a step', () => {
  expect(resolutionBuckets({ base: 1024, step: 64, ratios: ['1/1'] }).map(bucketName)).toEqual(['1024x1024']);
});

test('equal ratios keep the order in which they were written', () => {
  expect(resolutionBuckets({ base: 512, align: 64, ratios: ['2/2', '1/1'] }).map(bucketName)).toEqual([
    '512x512',
    '512x512',
  ]);
});

test.each([
  [{ base: 1000, step: 64 }, 'base 1000 is not divisible by 16'],
  [{ base: 1024, step: 513 }, 'step 513 is greater than half of base 1024'],
  [{ base: 1024, step: 0 }, 'a positive step'],
  [{ base: 1024 }, 'a positive step or a list of ratios'],
  [{ base: 512, align: 64, ratios: ['16/9'] }, 'ratio 16/9 leaves a bucket of 0x0'],
  [{ base: 1024, ratios: ['0/1'] }, 'ratio 0/1 is not height/width'],
])('%j is refused', (shape, message) => {
  expect(() => resolutionBuckets(shape)).toThrow(RangeError);
  expect(() => resolutionBuckets(shape)).toThrow(message);
});

test.each(['4:3', '4x3', '4/3/2', ' 4/3', '1.5/1', ''])('%j is no ratio', (ratio) => {
  expect(() => upstreamRatio(ratio)).toThrow(RangeError);
});
