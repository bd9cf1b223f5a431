import { expect, test } from 'vitest';
import { scaleToBucket, scaleToSize } from '../../src/order/scale.ts';

/** Results of the expressions of upstream under Python 3. */
test.each([
  { original: [1670, 1280], bucket: [832, 1216], scaled: [1586, 1216] },
  { original: [2052, 1536], bucket: [1088, 960], scaled: [1282, 960] },
  { original: [1024, 3608], bucket: [832, 1216], scaled: [832, 2932] },
  { original: [4379, 1920], bucket: [1088, 960], scaled: [2190, 960] },
  { original: [640, 640], bucket: [1024, 1024], scaled: [1024, 1024] },
])('$original becomes $scaled for $bucket, halves to even', ({ original, bucket, scaled }) => {
  const size = ([height = 0, width = 0]: readonly number[]) => ({ height, width });
  expect(scaleToBucket(size(original), size(bucket))).toEqual(size(scaled));
});

test.each([
  { height: 1670, width: 1280, scaled: { height: 1336, width: 1024 } },
  { height: 4379, width: 1920, scaled: { height: 2335, width: 1024 } },
  { height: 1024, width: 3608, scaled: { height: 1024, width: 3608 } },
  { height: 640, width: 640, scaled: { height: 1024, width: 1024 } },
])('$height × $width is cut off to $scaled for a square of 1024', ({ height, width, scaled }) => {
  expect(scaleToSize({ height, width }, 1024)).toEqual(scaled);
});
