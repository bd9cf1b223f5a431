import type { Words } from './mersenne-twister.ts';

/** 0, 1, 2 and so on; a loop, because `Int32Array.from` takes longer over a million of them than a shuffle. */
export function range(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let at = 0; at < count; at += 1) numbers[at] = at;
  return numbers;
}

/**
 * Shuffles in place as the legacy `numpy.random.RandomState.shuffle`: a random number up to `last` is 32 bits under the
 * smallest mask that holds `last`, drawn again while it is greater (numpy, `random_interval`).
 */
export function numpyShuffle(items: Int32Array, words: Words): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const mask = 0xffffffff >>> Math.clz32(last);
    let other = words() & mask;
    while (other > last) other = words() & mask;
    swap(items, last, other);
  }
}

/**
 * Shuffles in place as Python's `random.shuffle`: a random number below `count` is as many upper bits as `count` has, drawn
 * again while it is not below (CPython, Lib/random.py, `_randbelow_with_getrandbits`).
 */
export function pythonShuffle(items: Int32Array, words: Words): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const unused = Math.clz32(last + 1);
    let other = words() >>> unused;
    while (other > last) other = words() >>> unused;
    swap(items, last, other);
  }
}

function swap(items: Int32Array, one: number, other: number): void {
  const held = items[one] ?? 0;
  items[one] = items[other] ?? 0;
  items[other] = held;
}
