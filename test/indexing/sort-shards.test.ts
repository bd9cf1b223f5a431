import { expect, test } from 'vitest';

import { compareCodePoints, sortShards } from '../../src/indexing/sort-shards.ts';

test('astral characters stand behind the private use area, as in Python', () => {
  const files = ['\u{1F600}.arrow', '\uFF01.arrow', '中.arrow', 'Zeta.arrow', 'alpha.arrow'];
  expect(files.toSorted(compareCodePoints)).toEqual([
    'Zeta.arrow',
    'alpha.arrow',
    '中.arrow',
    '\uFF01.arrow',
    '\u{1F600}.arrow',
  ]);
  expect(files.toSorted()).not.toEqual(files.toSorted(compareCodePoints));
});

const packed = {
  shards: [
    { file: '99999.arrow', rows: 2 },
    { file: '100000.arrow', rows: 1 },
  ],
  widths: Int32Array.of(1, 2, 3),
  heights: Int32Array.of(10, 20, 30),
  md5: Uint8Array.from({ length: 48 }, (_, at) => Math.floor(at / 16)),
};

test('rows move with their shard', () => {
  const sorted = sortShards(packed);
  expect(sorted.shards.map(({ file }) => file)).toEqual(['100000.arrow', '99999.arrow']);
  expect([...sorted.widths]).toEqual([3, 1, 2]);
  expect([...sorted.heights]).toEqual([30, 10, 20]);
  expect([0, 16, 32].map((at) => sorted.md5[at])).toEqual([2, 0, 1]);
});

test('shards in order are handed back as they are', () => {
  const sorted = sortShards(packed);
  expect(sortShards(sorted)).toBe(sorted);
});
