import { expect, test } from 'vitest';

import { joinRows, type PackedRows } from '../../src/indexing/row-table.ts';

function packed(
  source: string,
  rows: readonly number[],
  widths: readonly number[],
): PackedRows & { source: string } {
  return {
    source,
    shards: rows.map((count, at) => ({ file: `0000${at}.arrow`, rows: count })),
    widths: Int32Array.from(widths),
    heights: Int32Array.from(widths, (width) => -width),
    md5: Uint8Array.from({ length: widths.length * 16 }, (_, at) => widths[Math.floor(at / 16)] ?? 0),
  };
}

test('rows of later sources follow, and shards count on', () => {
  const table = joinRows([packed('vases', [1, 0, 1], [10, 20]), packed('bowls', [1], [30])]);
  expect(table.sources).toEqual([
    { source: 'vases', start: 0, end: 2 },
    { source: 'bowls', start: 2, end: 3 },
  ]);
  expect(table.cumLength).toEqual([1, 1, 2, 3]);
  expect([[...table.widths], [...table.heights]]).toEqual([
    [10, 20, 30],
    [-10, -20, -30],
  ]);
  expect([0, 16, 32].map((at) => table.md5[at])).toEqual([10, 20, 30]);
});

test('more rows than a 31-bit id can name are refused before anything is made of them', () => {
  const join = () => joinRows([packed('vases', [2 ** 30, 2 ** 30], []), packed('bowls', [1], [])]);
  expect(join).toThrow('The sources have 2147483649 rows together');
});
