import fc from 'fast-check';
import { expect, test } from 'vitest';

import { addMd5, hasMd5, makeMd5Set, md5SetOf, md5Words } from '../../src/indexing/md5-set.ts';

/** Few values a byte, so that sums are often equal, or equal in three of four words. */
const sums = fc.array(
  fc.uint8Array({ minLength: 16, maxLength: 16, max: 1 }).map((bytes) => bytes.fill(0, 2, 14)),
);

test('a sum is added once, however many there are', () => {
  fc.assert(
    fc.property(sums, (list) => {
      const set = makeMd5Set(Buffer.concat(list));
      const added = list.map((_, position) => addMd5(set, position));
      const texts = list.map((bytes) => Buffer.from(bytes).toString('hex'));
      expect(added).toEqual(texts.map((text, position) => texts.indexOf(text) === position));
    }),
  );
});

test('sums that differ in one word only are different', () => {
  const sum = (word: number) => Uint8Array.from({ length: 16 }, (_, at) => (at === word * 4 ? 1 : 0));
  const set = md5SetOf(sum(1));
  expect([0, 1, 2, 3].map((word) => hasMd5(set, md5Words(sum(word)), 0))).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

test('nothing is in an empty set', () => {
  expect(hasMd5(md5SetOf(new Uint8Array(0)), md5Words(new Uint8Array(16)), 0)).toBe(false);
});

test('sums that start at an odd byte are read right', () => {
  const shifted = Buffer.concat([
    Buffer.of(7),
    Buffer.from('d41d8cd98f00b204e9800998ecf8427e', 'hex'),
  ]).subarray(1);
  expect(hasMd5(md5SetOf(new Uint8Array(shifted)), md5Words(shifted), 0)).toBe(true);
});
