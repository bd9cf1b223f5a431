/** A set of raw md5 sums (16 bytes each) that live in one array; it stores positions, no strings. */
export interface Md5Set {
  /** Four 32-bit words a sum. */
  readonly words: Uint32Array;
  /** Open addressing: position + 1, or 0 for a free slot; the length is a power of two. */
  readonly slots: Int32Array;
}

/** An empty set over `bytes`, with room for all sums in it. */
export function makeMd5Set(bytes: Uint8Array): Md5Set {
  const sums = Math.max(1, bytes.length / 16);
  return { words: md5Words(bytes), slots: new Int32Array(2 ** Math.ceil(Math.log2(sums * 2))) };
}

/** A set of all sums in `bytes`. */
export function md5SetOf(bytes: Uint8Array): Md5Set {
  const set = makeMd5Set(bytes);
  for (let position = 0; position < bytes.length / 16; position += 1) addMd5(set, position);
  return set;
}

/** The same bytes as 32-bit words, copied only where they do not start on a word. */
export function md5Words(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / 4));
}

/** Adds the sum at `position` of the set's own array; false when an equal one was added before. */
export function addMd5(set: Md5Set, position: number): boolean {
  const slot = findSlot(set, set.words, position);
  if (set.slots[slot] !== 0) return false;
  set.slots[slot] = position + 1;
  return true;
}

/** Whether the sum at `position` of another array is in the set. */
export function hasMd5(set: Md5Set, words: Uint32Array, position: number): boolean {
  return set.slots[findSlot(set, words, position)] !== 0;
}

function findSlot({ words, slots }: Md5Set, otherWords: Uint32Array, position: number): number {
  const mask = slots.length - 1;
  const other = position * 4;
  // An md5 is uniform already; two words keep sums apart that someone made alike in one.
  let slot = ((otherWords[other] ?? 0) ^ (otherWords[other + 3] ?? 0)) & mask;
  for (;;) {
    const found = slots[slot] ?? 0;
    if (found === 0) return slot;
    const own = (found - 1) * 4;
    if (
      words[own] === otherWords[other] &&
      words[own + 1] === otherWords[other + 1] &&
      words[own + 2] === otherWords[other + 2] &&
      words[own + 3] === otherWords[other + 3]
    ) {
      return slot;
    }
    slot = (slot + 1) & mask;
  }
}
