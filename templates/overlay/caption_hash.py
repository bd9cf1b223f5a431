"""The random numbers of captions: hashes of what they are drawn for, the same as in src/captions/hash.ts of ditc."""

from typing import List

MASK = 0xFFFFFFFF
WHOLE = 4294967296.0


def scrambled(word: int) -> int:
    """Return what MurmurHash3_x86_32 mixes into its state for a word."""
    word = (word * 0xCC9E2D51) & MASK
    return (((word << 15) | (word >> 17)) * 0x1B873593) & MASK


SCRAMBLED = [scrambled(counter) for counter in range(1024)]


def mix(state: int, scrambled_word: int) -> int:
    """Return the state of MurmurHash3_x86_32 (Appleby, github.com/aappleby/smhasher) after one more word."""
    state ^= scrambled_word
    return (((state << 13) | (state >> 19)) * 5 + 0xE6546B64) & MASK


def finish(state: int, length: int) -> int:
    """Return the hash, from the state after the last word and the length in bytes."""
    state ^= length
    state = ((state ^ (state >> 16)) * 0x85EBCA6B) & MASK
    state = ((state ^ (state >> 13)) * 0xC2B2AE35) & MASK
    return state ^ (state >> 16)


def stream_of(seed: int, stage: str, key: str) -> int:
    """Return where the random numbers of one edit begin: the hash of stage and key, one word a code point."""
    text = stage + "\0" + key
    state = seed & MASK
    for character in text:
        state = mix(state, scrambled(ord(character)))
    return finish(state, 4 * len(text))


def random_word(state: int, counter: int) -> int:
    """Return the random number `counter` of a sample: the hash of the words epoch, position, counter."""
    state ^= SCRAMBLED[counter] if counter < 1024 else scrambled(counter)
    state = (((state << 13) | (state >> 19)) * 5 + 0xE6546B64) & MASK ^ 12
    state = ((state ^ (state >> 16)) * 0x85EBCA6B) & MASK
    state = ((state ^ (state >> 13)) * 0xC2B2AE35) & MASK
    return state ^ (state >> 16)


def random_words(state: int, first: int, end: int) -> List[int]:
    """Return the random numbers of a range of counters: as `random_word`, without a call for each."""
    words = []
    for word in SCRAMBLED[first:end] if end <= 1024 else map(scrambled, range(first, end)):
        word ^= state
        word = (((word << 13) | (word >> 19)) * 5 + 0xE6546B64) & MASK ^ 12
        word = ((word ^ (word >> 16)) * 0x85EBCA6B) & MASK
        word = ((word ^ (word >> 13)) * 0xC2B2AE35) & MASK
        words.append(word ^ (word >> 16))
    return words


def uniform(state: int, counter: int) -> float:
    """Return the same number in [0, 1)."""
    return random_word(state, counter) / WHOLE
