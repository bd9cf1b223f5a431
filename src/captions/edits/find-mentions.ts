/** A name in a text. */
export interface Mention {
  readonly start: number;
  readonly name: string;
}

/**
 * Letters, digits and underscores of every script. The blocks of ideographs count as a whole: newer versions of Unicode fill their gaps.
 * Python's `\w` is the same but for letters newer than the Unicode of that Python.
 */
const WORD = String.raw`\p{L}\p{N}_\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3fffd}`;
const leadingWord = new RegExp(`^[${WORD}]+`, 'u');
const trailingWord = new RegExp(`[${WORD}]$`, 'u');
const wordHere = new RegExp(`[${WORD}]`, 'uy');

/**
 * Finds names in prose: from left to right, the longest first, with no letter, digit or underscore beside a name on a side where it has
 * one itself. A name therefore begins where a word begins, and its first word is that whole word, or it begins with a sign: a look at
 * each word and sign of the text is enough, however many names there are.
 */
export function makeMentions(names: readonly string[]): (text: string) => readonly Mention[] {
  const endsInWord = new Map(names.map((name) => [name, trailingWord.test(name)]));
  const lengths = lengthsByBeginning(names);
  const signs = [...lengths.keys()].filter((beginning) => !leadingWord.test(beginning));
  const token = new RegExp([`[${WORD}]+`, ...signs.map(escaped)].join('|'), 'gu');

  const nameAt = (text: string, start: number, tried: readonly number[]): string | undefined => {
    for (const length of tried) {
      const name = text.slice(start, start + length);
      const word = endsInWord.get(name);
      if (word === false || (word === true && !wordAt(text, start + length))) return name;
    }
    return undefined;
  };
  return (text) => {
    const mentions: Mention[] = [];
    token.lastIndex = 0;
    for (let found = token.exec(text); found !== null; found = token.exec(text)) {
      const tried = lengths.get(found[0]);
      const name = tried && nameAt(text, found.index, tried);
      if (name === undefined) continue;
      mentions.push({ start: found.index, name });
      token.lastIndex = found.index + name.length;
    }
    return mentions;
  };
}

/** By first word or sign, how long the names are that begin with it, the longest first. */
function lengthsByBeginning(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const lengths = new Map<string, Set<number>>();
  for (const name of names) {
    const beginning = beginningOf(name);
    lengths.set(beginning, (lengths.get(beginning) ?? new Set()).add(name.length));
  }
  return new Map([...lengths].map(([beginning, known]) => [beginning, [...known].sort((a, b) => b - a)]));
}

/** Names that begin a longer one where a word of it ends: in prose the longer one is tried first. */
export function prefixesOf(name: string): readonly string[] {
  const ends = [...name.matchAll(new RegExp(`(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])`, 'gu'))];
  return ends.map(({ index }) => name.slice(0, index)).filter((prefix) => prefix !== '' && prefix !== name);
}

function beginningOf(name: string): string {
  return leadingWord.exec(name)?.[0] ?? String.fromCodePoint(name.codePointAt(0) ?? 0);
}

function escaped(sign: string): string {
  return String.raw`\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
}

function wordAt(text: string, index: number): boolean {
  wordHere.lastIndex = index;
  return wordHere.test(text);
}
