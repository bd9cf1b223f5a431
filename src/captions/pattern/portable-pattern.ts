import { tokensOf } from './tokens.ts';

/** Every blank of ECMA-262; Python knows fewer with re.ASCII and others without. */
const BLANKS = String.raw`\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;

/** The pattern with its blanks written out, so that `\s` means the same in both languages. The rest is alike, or is refused. */
export function portablePattern(pattern: string): string {
  return tokensOf(pattern)
    .map(({ text, inClass }) => {
      if (text === '\\s') return inClass ? BLANKS : `[${BLANKS}]`;
      return text === '\\S' ? `[^${BLANKS}]` : text;
    })
    .join('');
}
