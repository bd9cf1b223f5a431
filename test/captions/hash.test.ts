import { expect, test } from 'vitest';
import {
  finish,
  hashText,
  mixWord,
  randomWord,
  sampleState,
  streamOf,
  uniform,
} from '../../src/captions/hash.ts';

/** MurmurHash3_x86_32 of bytes, four at a time. */
function murmur(hex: string, seed: number): number {
  const bytes = Buffer.from(hex, 'hex');
  let state = seed | 0;
  for (let at = 0; at < bytes.length; at += 4) state = mixWord(state, bytes.readInt32LE(at));
  return finish(state, bytes.length);
}

test.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['ffffffff', 0, 0x76293b50],
  ['21436587', 0, 0xf55b516b],
  ['21436587', 0x5082edee, 0x2362f9de],
  ['00000000', 0, 0x2362f9de],
  ['74657374', 0, 0xba6bd213],
  ['74657374', 0x9747b28c, 0x704b81dc],
  ['61616161', 0x9747b28c, 0x5a97808a],
  ['61626364', 0x9747b28c, 0xf0478627],
])('the bytes %s with seed %i have the hash of the reference', (hex, seed, hash) => {
  expect(murmur(hex, seed)).toBe(hash);
});

test('a text is hashed by its code points, an emoji as one', () => {
  expect(hashText('\u0001😀', 5)).toBe(murmur('0100000000f60100', 5));
});

test('a random number is the hash of epoch, position and counter', () => {
  const words = (...values: number[]) => Buffer.from(Int32Array.from(values).buffer).toString('hex');
  const stream = streamOf(1234, 's1', 'year');
  expect(stream).toBe(hashText('s1\0year', 1234));
  expect(randomWord(sampleState(stream, 3, 70_000), 2)).toBe(murmur(words(3, 70_000, 2), stream));
});

/** The sum over the bins of (found − expected)² / expected. */
function chiSquare(numbers: readonly number[], bins: number): number {
  const counts = new Float64Array(bins);
  for (const number of numbers)
    counts[Math.floor(number * bins)] = (counts[Math.floor(number * bins)] ?? 0) + 1;
  const expected = numbers.length / bins;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

const count = 100_000;
const stream = streamOf(1234, 's1', 'year');
const neighbours = {
  positions: (i: number) => uniform(sampleState(stream, 0, i), 0),
  epochs: (i: number) => uniform(sampleState(stream, i, 7), 0),
  counters: (i: number) => uniform(sampleState(stream, 0, 7), i),
  seeds: (i: number) => uniform(sampleState(streamOf(i, 's1', 'year'), 0, 7), 0),
  edits: (i: number) => uniform(sampleState(streamOf(1234, 's1', `${i}.drop`), 0, 7), 0),
};

test.each(Object.entries(neighbours))(
  'numbers of neighbouring %s are uniform, and so are pairs of them',
  (_, at) => {
    const numbers = Array.from({ length: count }, (__, i) => at(i));
    const pairs = numbers.map(
      (number, i) => (Math.floor(number * 32) + (numbers[(i + 1) % count] ?? 0)) / 32,
    );
    // 1023 degrees of freedom: mean 1023, standard deviation 45.2; four of them.
    expect(chiSquare(numbers, 1024)).toBeLessThan(1023 + 4 * 45.2);
    expect(chiSquare(pairs, 1024)).toBeLessThan(1023 + 4 * 45.2);
  },
);
