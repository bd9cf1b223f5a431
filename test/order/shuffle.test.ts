import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { numpyWords, pythonWords, type Words } from '../../src/order/mersenne-twister.ts';
import { numpyShuffle, pythonShuffle, range } from '../../src/order/shuffle.ts';
import { type GoldenPrimitives, readGolden } from './golden-order.ts';

const golden = readGolden<GoldenPrimitives>('primitives.json');

const first = (words: Words, count: number): number[] => Array.from({ length: count }, () => words() >>> 0);

describe('the words of MT19937', () => {
  it.each(Object.entries(golden.np_mt19937_first_u32))('are those of RandomState(%s)', (seed, expected) => {
    expect(first(numpyWords(Number(seed)), expected.length)).toEqual(expected);
  });

  it.each(Object.entries(golden.python_mt19937_first_u32))(
    "are those of Python's random.seed(%s)",
    (seed, expected) => {
      expect(first(pythonWords(Number(seed)), expected.length)).toEqual(expected);
    },
  );
});

describe('numpyShuffle', () => {
  it.each(golden.np_randomstate_shuffle)(
    'is RandomState($seed).shuffle of $n items',
    ({ seed, n, result }) => {
      const items = range(n);
      numpyShuffle(items, numpyWords(seed));
      expect([...items]).toEqual(result);
    },
  );

  it('is RandomState.shuffle of 100,000 items', () => {
    const { seed, sha256_of_int64_le_bytes: expected } = golden.np_randomstate_shuffle_100000;
    const items = range(100_000);
    numpyShuffle(items, numpyWords(seed));
    const bytes = new Uint8Array(BigInt64Array.from(items, BigInt).buffer);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(expected);
  });
});

describe('pythonShuffle', () => {
  it.each(golden.python_random_shuffle)(
    'is random.shuffle of $n items, seed $seed',
    ({ seed, n, result }) => {
      const items = range(n);
      pythonShuffle(items, pythonWords(seed));
      expect([...items]).toEqual(result);
    },
  );
});
