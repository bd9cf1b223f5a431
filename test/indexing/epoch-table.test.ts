import { expect, test } from 'vitest';

import { epochTable } from '../../src/indexing/epoch-table.ts';

const square = { height: 1024, width: 1024, upscaled: 0 };
const batch = { microBatch: 4, worldSize: 8 };

test('one image on 8 GPUs of 4 images becomes 32 copies', () => {
  const table = epochTable('multi', [{ ...square, rows: 1 }], batch);
  expect(table).toMatchObject({ count: 1, padded: 32, iterations: 1, lines: [{ repeatFactor: 32 }] });
});

test('a bucket that fills its batches is not padded', () => {
  expect(epochTable('multi', [{ ...square, rows: 64 }], batch)).toMatchObject({ padded: 64, iterations: 2 });
});

test('iterations are the sum over the buckets, each rounded up', () => {
  const buckets = [1, 32, 33].map((rows) => ({ ...square, rows }));
  expect(epochTable('multi', buckets, batch)).toMatchObject({ count: 66, padded: 128, iterations: 4 });
});

test('a single size drops the rest on every GPU and of every batch', () => {
  expect(epochTable('single', [{ ...square, rows: 103 }], batch)).toMatchObject({
    padded: 103,
    iterations: 3,
  });
});

test('a single size with fewer images than a batch on every GPU trains nothing', () => {
  expect(epochTable('single', [{ ...square, rows: 31 }], batch)).toMatchObject({ iterations: 0 });
});
