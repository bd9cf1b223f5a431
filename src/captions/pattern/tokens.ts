/** One piece of a regular expression, and whether it stands between `[` and `]`. */
export interface Token {
  readonly text: string;
  readonly inClass: boolean;
}

const PIECE =
  /\\(?:u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|[pP]\{[^}]*\}|k<[^>]*>|[^])?|\(\?(?:<[=!]|P?[<=>!:]|.)?|\{\d*,?\d*\}|[^]/gu;

/** Cuts a pattern into escapes, openings of groups, counts in braces, and single characters. It need not be a valid one. */
export function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  let inClass = false;
  for (const [piece] of pattern.matchAll(PIECE)) {
    // Within a class there are no groups and no counts.
    for (const text of inClass && !piece.startsWith('\\') ? piece : [piece]) {
      if (text === ']') inClass = false;
      tokens.push({ text, inClass });
      if (text === '[') inClass = true;
    }
  }
  return tokens;
}
