/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain: github.com/aappleby/smhasher, src/MurmurHash3.cpp) over 32-bit words, the
 * random numbers of every draw. They depend on what they are drawn for alone, so there is no state that a resume, a worker or a
 * preview could have different; templates/overlay/caption_edits.py has the same functions.
 */

/** The state of the hash after one more word. */
export function mixWord(state: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51);
  const mixed = state ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** The hash, from the state after the last word and the length in bytes: unsigned. */
export function finish(state: number, bytes: number): number {
  let hash = state ^ bytes;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hash of a text, one word a code point. */
export function hashText(text: string, seed: number): number {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return finish(
    points.reduce((state, point) => mixWord(state, point), seed | 0),
    4 * points.length,
  );
}

/** Where the random numbers of one edit begin: what does not change from draw to draw. */
export function streamOf(seed: number, stage: string, key: string): number {
  return hashText(`${stage}\0${key}`, seed);
}

/** The state of a stream at one sample. */
export function sampleState(stream: number, epoch: number, position: number): number {
  return mixWord(mixWord(stream, epoch), position);
}

/** The random number `counter` of a sample, 0 … 2^32 − 1: the hash of the three words epoch, position, counter. */
export function randomWord(state: number, counter: number): number {
  return finish(mixWord(state, counter), 12);
}

/** The same number in [0, 1). */
export function uniform(state: number, counter: number): number {
  return randomWord(state, counter) / 0x1_0000_0000;
}
