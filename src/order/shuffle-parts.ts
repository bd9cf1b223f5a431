import { numpyWords, pythonWords } from './mersenne-twister.ts';
import { numpyShuffle, pythonShuffle, range } from './shuffle.ts';
import type { Slots } from './slots.ts';

/** What the trainer keeps from one epoch to the next: the order of the parts, and the slots of each in theirs. */
export interface Shuffled {
  readonly list: Int32Array;
  readonly parts: readonly Int32Array[];
}

/** Before the first epoch: parts in the order of `list`, slots as they are. */
export function unshuffled({ rows, bounds }: Slots, list: Int32Array): Shuffled {
  const slots = range(rows.length);
  const parts = Array.from(list, (_, part) => slots.subarray(bounds[part], bounds[part + 1]));
  return { list: list.slice(), parts };
}

/**
 * The shuffle of one epoch, in place: the list of the parts, then each part with the seed of its new position
 * (HunyuanDiT 368280e, IndexKits bucket.py, `MultiIndexV2.shuffle` and `MultiResolutionBucketIndexV2.shuffle`). Of a single part
 * it is `ArrowIndexV2.shuffle` with `fast`.
 */
export function shuffleParts({ list, parts }: Shuffled, seed: number): void {
  pythonShuffle(list, pythonWords(seed));
  list.forEach((part, position) => {
    const slots = parts[part];
    if (slots !== undefined) numpyShuffle(slots, numpyWords(seed + position));
  });
}

/** All slots, part after part as the list has them now. */
export function joinParts({ list, parts }: Shuffled): Int32Array {
  const joined = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of list) {
    const slots = parts[part] ?? new Int32Array(0);
    joined.set(slots, at);
    at += slots.length;
  }
  return joined;
}
