import { tokensOf } from './tokens.ts';

/** How many characters a part of a pattern can match. */
interface Width {
  readonly least: number;
  readonly most: number;
}

const NOTHING: Width = { least: 0, most: 0 };

/**
 * Where the two find different matches in what both can read: Python wants lookbehind of one width; a repeated group that can match
 * nothing ends differently (ECMA-262, RepeatMatcher, against Python's `sre`). The pattern is a valid one without foreign syntax.
 */
export function widthTrouble(pattern: string, replaces: boolean): string | undefined {
  const tokens = tokensOf(pattern);
  const troubles: string[] = [];
  let at = 0;

  const alternatives = (): Width => {
    let width = sequence();
    while (tokens[at]?.text === '|') {
      at += 1;
      const other = sequence();
      width = { least: Math.min(width.least, other.least), most: Math.max(width.most, other.most) };
    }
    return width;
  };
  const sequence = (): Width => {
    let width = NOTHING;
    while (at < tokens.length && tokens[at]?.text !== '|' && tokens[at]?.text !== ')')
      width = sum(width, term());
    return width;
  };
  const term = (): Width => {
    const { width, isGroup } = atom();
    const count = countOf(tokens[at]?.text ?? '');
    if (count === undefined) return width;
    at += 1;
    if (tokens[at]?.text === '?') at += 1; // lazy
    if (isGroup && width.least === 0) troubles.push('a group that can match nothing is repeated');
    return { least: width.least * count.least, most: times(width.most, count.most) };
  };
  const atom = (): { readonly width: Width; readonly isGroup: boolean } => {
    const text = tokens[at]?.text ?? '';
    at += 1;
    if (text.startsWith('(')) return { width: group(text), isGroup: true };
    if (text === '[') while (tokens[at]?.inClass) at += 1;
    if (text === '[') at += 1; // ]
    return {
      width: ['^', '$', '\\b', '\\B'].includes(text) ? NOTHING : { least: 1, most: 1 },
      isGroup: false,
    };
  };
  const group = (opening: string): Width => {
    const width = alternatives();
    at += 1; // )
    if (opening.startsWith('(?<') && width.least !== width.most)
      troubles.push(`a lookbehind \`${opening}\` of more than one width is read by JavaScript only`);
    return opening === '(' || opening === '(?:' ? width : NOTHING;
  };

  const whole = alternatives();
  if (replaces && whole.least === 0)
    troubles.push('it can match nothing, and nothing is between any two letters');
  return troubles[0];
}

/** How often a quantifier repeats; undefined for any other token. */
function countOf(text: string): Width | undefined {
  if (text === '*') return { least: 0, most: Infinity };
  if (text === '+') return { least: 1, most: Infinity };
  if (text === '?') return { least: 0, most: 1 };
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/.exec(text) ?? [];
  if (least === undefined) return undefined;
  return { least: Number(least), most: comma === '' ? Number(least) : most === '' ? Infinity : Number(most) };
}

const sum = (a: Width, b: Width): Width => ({ least: a.least + b.least, most: a.most + b.most });

const times = (width: number, count: number): number => (width === 0 || count === 0 ? 0 : width * count);
