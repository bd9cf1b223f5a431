/** The next 32 bits, as a signed number: they are only masked and shifted. */
export type Words = () => number;

const WORDS = 624;
const AHEAD = 397;

/** Words of `numpy.random.RandomState(seed)` (numpy, `_legacy_seeding`): Knuth's `init_genrand`. Seeds have 32 bits. */
export function numpyWords(seed: number): Words {
  return makeWords(fillBySeed(seed));
}

/** Words of Python's `random.seed(seed)` for a seed of 32 bits (CPython, Modules/_randommodule.c): `init_by_array` of one key. */
export function pythonWords(seed: number): Words {
  const state = fillBySeed(19_650_218);
  let at = 1;
  const mix = (factor: number, add: number): void => {
    const before = state[at - 1] ?? 0;
    state[at] = ((state[at] ?? 0) ^ Math.imul(before ^ (before >>> 30), factor)) + add;
    at += 1;
    if (at < WORDS) return;
    state[0] = state[WORDS - 1] ?? 0;
    at = 1;
  };
  for (let count = WORDS; count > 0; count -= 1) mix(1_664_525, seed);
  for (let count = WORDS - 1; count > 0; count -= 1) mix(1_566_083_941, -at);
  state[0] = 0x80000000;
  return makeWords(state);
}

function fillBySeed(seed: number): Int32Array {
  const state = new Int32Array(WORDS);
  state[0] = seed;
  for (let at = 1; at < WORDS; at += 1) {
    const before = state[at - 1] ?? 0;
    state[at] = Math.imul(before ^ (before >>> 30), 1_812_433_253) + at;
  }
  return state;
}

/** MT19937 of Matsumoto and Nishimura from a filled state. */
function makeWords(state: Int32Array): Words {
  let next = WORDS;
  return () => {
    if (next === WORDS) {
      renew(state);
      next = 0;
    }
    let word = state[next] ?? 0;
    next += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  };
}

function renew(state: Int32Array): void {
  for (let at = 0; at < WORDS; at += 1) {
    const after = state[at + 1 === WORDS ? 0 : at + 1] ?? 0;
    const ahead = state[at + AHEAD < WORDS ? at + AHEAD : at + AHEAD - WORDS] ?? 0;
    const joined = ((state[at] ?? 0) & 0x80000000) | (after & 0x7fffffff);
    state[at] = ahead ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
  }
}
