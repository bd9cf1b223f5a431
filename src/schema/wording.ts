import { closestMatch } from 'leven';
import { visibleText } from '../diagnostics/visible-text.ts';

/** Longest part of a value that is shown. */
const MAX_SHOWN = 60;

/** A value as it is shown in a sentence: cut when it is long, on one line, nothing in it that a terminal would obey. */
export function code(value: unknown): string {
  if (value === '') return 'empty';
  const characters = [...(typeof value === 'string' ? value : JSON.stringify(value))];
  const shown = characters.length > MAX_SHOWN ? [...characters.slice(0, MAX_SHOWN - 3), '…'] : characters;
  return `\`${visibleText(shown.join(''))}\``;
}

/** `a`, `b` and `c` */
export function listOf(values: readonly unknown[], word: 'and' | 'or'): string {
  if (values.length < 2) return values.map(code).join('');
  return `${values.slice(0, -1).map(code).join(', ')} ${word} ${code(values.at(-1))}`;
}

/** The candidate that a slip of the finger away from `word`, if there is one. */
export function nearest(word: unknown, candidates: readonly unknown[]): string | undefined {
  if (typeof word !== 'string') return undefined;
  const texts = candidates.filter((candidate) => typeof candidate === 'string');
  const same = texts.find(
    (candidate) => candidate.toLowerCase().replaceAll('-', '_') === word.toLowerCase().replaceAll('-', '_'),
  );
  return same ?? closestMatch(word, texts, { maxDistance: Math.min(3, Math.ceil(word.length / 2)) });
}

const NOUNS: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
};

/** JSON Schema types as a reader says them. */
export function nounsOf(types: readonly string[]): string {
  return types.map((type) => NOUNS[type] ?? type).join(' or ');
}

/** A value as a reader says it. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `the text ${code(value)}` : code(value);
}
