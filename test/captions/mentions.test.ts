import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeMentions, type Mention } from '../../src/captions/edits/find-mentions.ts';

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** The rule as it is said: at each place from the left, the longest name with nothing of a word beside it. */
function plainMentions(names: readonly string[], text: string): readonly Mention[] {
  const [characters, mentions]: [string[], Mention[]] = [[...text], []];
  const longestFirst = names.map((name) => [...name]).sort((a, b) => b.length - a.length);
  for (let at = 0; at < characters.length;) {
    const found = longestFirst.find((name) => {
      const end = at + name.length;
      if (!name.every((character, i) => characters[at + i] === character)) return false;
      return (
        !(isWord(name[0]) && isWord(characters[at - 1])) && !(isWord(name.at(-1)) && isWord(characters[end]))
      );
    });
    if (found) mentions.push({ start: characters.slice(0, at).join('').length, name: found.join('') });
    at += found?.length ?? 1;
  }
  return mentions;
}

const pieces = (count: number) =>
  fc.array(fc.constantFrom('a', 'b', ' ', '-', '(', ')', '初', '😀', '𠮷', '_', '.', '1'), {
    minLength: 1,
    maxLength: count,
  });
const names = fc.uniqueArray(
  pieces(5).map((parts) => parts.join('')),
  { maxLength: 8 },
);

test('one look at each word finds what a look at each place finds', () => {
  fc.assert(
    fc.property(names, pieces(40), (known, parts) => {
      const text = parts.join('');
      expect(makeMentions(known)(text)).toEqual(plainMentions(known, text));
    }),
    { numRuns: 5000 },
  );
});
