import { expect, test } from 'vitest';

import { renderNpz } from '../../src/indexing/npz.ts';
import { readStoredNpz } from './read-npz.ts';

test('members stand in the order given, with their values', () => {
  const npz = renderNpz([
    ['512x2048', Int32Array.of(2, 2, 18)],
    ['1024x1024', Int32Array.of(0, 2_147_483_647)],
    ['2048x512', new Int32Array(0)],
  ]);
  expect(Object.entries(readStoredNpz(npz))).toEqual([
    ['512x2048', [2, 2, 18]],
    ['1024x1024', [0, 2_147_483_647]],
    ['2048x512', []],
  ]);
});

test('array data starts on a multiple of 64 bytes of its member, as numpy aligns it', () => {
  const npz = renderNpz([['x', new Int32Array(10_000_000).subarray(0, 3)]]);
  const member = npz.indexOf('\x93NUMPY', 0, 'latin1');
  expect((npz.readUInt16LE(member + 8) + 10) % 64).toBe(0);
});

test('the same arrays give the same bytes', () => {
  const arrays = [['x', Int32Array.of(1, 2, 3)]] as const;
  expect(renderNpz(arrays).equals(renderNpz(arrays))).toBe(true);
});

test('the archive names the first day that a zip can name', () => {
  const npz = renderNpz([['x', Int32Array.of(1)]]);
  expect([npz.readUInt16LE(10), npz.readUInt16LE(12)]).toEqual([0, 0x21]);
});
