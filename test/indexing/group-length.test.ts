import fc from 'fast-check';
import { expect, test } from 'vitest';

import { groupLength } from '../../src/indexing/group-length.ts';

test('repeats count, and shards without rows count 0 wherever they lie', () => {
  const counts = groupLength(Int32Array.of(1, 5, 5, 12, 18), [0, 7, 7, 19, 19]);
  expect([...counts]).toEqual([0, 3, 0, 2, 0]);
});

test('no row ids give a 0 for every shard', () => {
  expect([...groupLength(new Int32Array(0), [7, 19])]).toEqual([0, 0]);
});

test('each count is the number of row ids inside the shard', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(6), { minLength: 1 }),
      fc.array(fc.nat(), { maxLength: 40 }),
      (rows, draws) => {
        let end = 0;
        const cumLength = rows.map((count) => (end += count));
        const ids = (end === 0 ? [] : draws.map((draw) => draw % end)).sort((a, b) => a - b);
        const expected = cumLength.map(
          (to, k) => ids.filter((id) => id >= to - (rows[k] ?? 0) && id < to).length,
        );
        expect([...groupLength(Int32Array.from(ids), cumLength)]).toEqual(expected);
      },
    ),
  );
});
