import { type Token, tokensOf } from './tokens.ts';

/** Counts beyond this are cut by one of the two. */
const MOST = 65_535;

/** Names what only one of JavaScript and Python understands, or both in another way; undefined when there is nothing of it. */
export function foreignSyntax(pattern: string): string | undefined {
  const tokens = tokensOf(pattern);
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const trouble = token.inClass
      ? inClassTrouble(token.text, before)
      : outsideTrouble(token.text, before, tokens[index - 2]);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function outsideTrouble(text: string, before?: Token, second?: Token): string | undefined {
  if (text.startsWith('\\')) return escapeTrouble(text);
  if (text.startsWith('(?')) return groupTrouble(text);
  if (text === '+' && isQuantifier(before) && !(before?.text === '?' && isQuantifier(second)))
    return `\`${before?.text}+\` is a possessive quantifier, which JavaScript does not have`;
  if (text === ']' && before?.text === '[') return '`[]` is a class of nothing in JavaScript only';
  if (text === ']' && before?.text === '^' && before.inClass && second?.text === '[')
    return '`[^]` is any character in JavaScript only; write `.`';
  if (text.startsWith('{,')) return `\`${text}\` is a count in Python only; write \`{0${text.slice(1)}\``;
  if ((text.match(/^\{.*\}$/) ? text.match(/\d+/g) : null)?.some((count) => Number(count) > MOST))
    return `\`${text}\` counts further than ${MOST}`;
  return undefined;
}

function isQuantifier(token: Token | undefined): boolean {
  return token !== undefined && !token.inClass && /^(?:[*+?]|\{\d.*\})$/.test(token.text);
}

function groupTrouble(text: string): string | undefined {
  if (['(?:', '(?=', '(?!', '(?<=', '(?<!'].includes(text)) return undefined;
  if (text === '(?P<' || text === '(?<')
    return `\`${text}\` names a group, which the two write differently; a plain \`(\` does here`;
  if (text.startsWith('(?P')) return `\`${text}\` refers to a named group of Python`;
  if (text === '(?>') return '`(?>` is an atomic group, which JavaScript does not have';
  if (text === '(?#') return '`(?#` is a comment of Python';
  if (text === '(?(') return '`(?(` is a condition of Python';
  return `\`${text}\` begins inline flags, which not every version of the two has`;
}

function escapeTrouble(text: string): string | undefined {
  if (text === '\\') return 'it is not a regular expression (a `\\` at its end)';
  if (/^\\(?:[dDwWsSbBtnvfr0]|x[0-9a-fA-F]{2}|[\^$\\.*+?()[\]{}|/-])$/.test(text)) return undefined;
  if (/^\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4}$/.test(text)) return undefined;
  if (/^\\[AZzG]$/.test(text))
    return `\`${text}\` is an anchor that JavaScript does not have; write \`^\` or \`$\``;
  if (/^\\[pP]/.test(text))
    return `\`${text}\` is a property that Python does not have; write the characters, as in \`[一-鿿]\``;
  if (/^\\[1-9k]/.test(text)) return `\`${text}\` refers back to a group, which the two do differently`;
  if (text.startsWith('\\u')) return `\`${text}\` is read by JavaScript only; write the character itself`;
  return `\`${text}\` is not an escape that both have`;
}

function inClassTrouble(text: string, before: Token | undefined): string | undefined {
  if (text === '\\S') return '`\\S` within `[]` is not the same in the two; write `(?:…|\\S)`';
  if (text.startsWith('\\')) return escapeTrouble(text);
  if (text === '[') return '`[` within a class may begin a set in Python; write `\\[`';
  if (before?.inClass && before.text === text && ['-', '&', '~', '|'].includes(text))
    return `\`${text}${text}\` within a class may join sets in Python; write one`;
  return undefined;
}
