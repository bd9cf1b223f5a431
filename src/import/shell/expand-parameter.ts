import type { ParameterExpansionPart } from 'unbash';
import type { Word } from '../word.ts';
import { applyOperation, type Value } from './apply-operation.ts';
import type { Piece } from './fields.ts';
import type { Scope } from './scope.ts';

/** The pieces of `$name` or `${name…}`; what is known at run time only stays as it is written. */
export function expandParameter(
  name: string,
  written: string,
  part: ParameterExpansionPart | undefined,
  scope: Scope,
  isQuoted: boolean,
): readonly Piece[] {
  const unknown: Piece = { text: written, splits: false, unknown: [written] };
  if (part?.prefix === '!') return [unknown];
  const index = part?.index?.value;
  const found = valueOf(name, index, scope);
  if (part?.prefix === '#') return lengthOf(found, name, unknown);
  const value = applyOperation(found, part?.operation, scope);
  if (value === 'unknown') return [unknown];
  if (value === undefined) {
    // An argument or a variable that nobody has set: empty in a called script, unknown where it comes from outside.
    return isOutside(name, scope) ? [unknown] : [];
  }
  const isJoined = name === '*' || index === '*';
  if (isJoined && isQuoted && value.length === 0) return [{ text: '', splits: false }];
  const list = isJoined && isQuoted ? joined(value) : value;
  const isList = name === '@' || index === '@' || (isJoined && !isQuoted);
  return list.map((word, at) => pieceOf(word, name, !isQuoted, isList && at < list.length - 1));
}

function pieceOf(word: Word, name: string, splits: boolean, ends: boolean): Piece {
  const origin = /^(\d+|[@*])$/.test(name) ? { argument: word } : { from: word.span };
  const isUnknown = word.unknown?.length === 1 && word.unknown[0] === word.text; // how many words it is nobody knows
  return { text: word.text, splits: splits && !isUnknown, ends, unknown: word.unknown, ...origin };
}

/** `"$*"` is one word. */
const joined = (words: readonly Word[]): readonly Word[] =>
  words.slice(0, 1).map((first) => ({ ...first, text: words.map(({ text }) => text).join(' ') }));

function lengthOf(found: Value, name: string, unknown: Piece): readonly Piece[] {
  if (found === undefined || found === 'unknown') return [unknown];
  const isCount = name === '@' || name === '*';
  return [{ text: String(isCount ? found.length : (found[0]?.text.length ?? 0)), splits: false }];
}

/** The words of a parameter, or undefined when it is not set. */
function valueOf(name: string, index: string | undefined, scope: Scope): Value {
  const { positional, variables, text } = scope;
  const here = { file: text.file, start: 0, end: 0 };
  if (name === '0' || name === 'BASH_SOURCE') return [{ text: scope.name, span: here }];
  if (name === '#') return positional ? [{ text: String(positional.length), span: here }] : 'unknown';
  if (name === '@' || name === '*') return positional ?? [];
  if (/^\d+$/.test(name)) {
    const word = positional?.[Number(name) - 1];
    return word && [word];
  }
  if (/^[?$!_-]$/.test(name)) return 'unknown';
  const words = variables.get(name)?.words;
  if (words === undefined || index === '@' || index === '*') return words;
  if (index !== undefined && !/^\d+$/.test(index)) return 'unknown';
  return words.slice(Number(index ?? 0), Number(index ?? 0) + 1);
}

function isOutside(name: string, { positional }: Scope): boolean {
  return /^\d+$/.test(name) ? positional === undefined : name !== '@' && name !== '*';
}
