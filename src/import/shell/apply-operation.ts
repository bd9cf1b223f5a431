import type { ParameterOperation } from 'unbash';
import type { Word } from '../word.ts';
import { knownText, type Scope } from './scope.ts';

/** Words of a parameter; undefined when it is not set, `unknown` when only the run knows. */
export type Value = readonly Word[] | undefined | 'unknown';

/** `${name:-default}`, `${name%.json}`, `${name/a/b}`, `${@:2}`. */
export function applyOperation(value: Value, operation: ParameterOperation | undefined, scope: Scope): Value {
  if (operation === undefined || value === 'unknown') return value;
  switch (operation.type) {
    case 'Default': {
      const isEmpty = operation.operator.startsWith(':') && value?.every(({ text }) => text === '');
      const isSet = value !== undefined && value.length > 0 && !isEmpty;
      if (operation.operator.endsWith('+'))
        return isSet ? [scope.expand.whole(operation.operand, scope)] : [];
      if (isSet || operation.operator.endsWith('?')) return value;
      return [scope.expand.whole(operation.operand, scope)];
    }
    case 'Remove':
      return mapKnown(value, knownText(operation.operand, scope), (text, pattern) =>
        remove(text, operation.operator, pattern),
      );
    case 'Replace': {
      const replacement = knownText(operation.replacement, scope);
      return mapKnown(value, knownText(operation.pattern, scope), (text, pattern) =>
        replacement === undefined ? undefined : replace(text, operation.operator, pattern, replacement),
      );
    }
    case 'Slice': {
      const start = Number(operation.offset.value.trim());
      const length = operation.length === undefined ? undefined : Number(operation.length.value.trim());
      if (value === undefined || !Number.isInteger(start) || start < 1 || Number.isNaN(length))
        return 'unknown';
      return value.slice(start - 1, length === undefined ? undefined : start - 1 + length);
    }
    default:
      return 'unknown';
  }
}

function mapKnown(
  value: readonly Word[] | undefined,
  pattern: string | undefined,
  change: (text: string, pattern: string) => string | undefined,
): Value {
  if (value === undefined) return undefined;
  const words = value.map((word) => {
    const text = pattern === undefined || word.unknown ? undefined : change(word.text, pattern);
    return text === undefined ? undefined : { ...word, text };
  });
  return words.includes(undefined) ? 'unknown' : words.filter((word) => word !== undefined);
}

/** A pattern of the shell as a regular expression: `*` and `?` only. */
function regexOf(pattern: string, isShort: boolean): string | undefined {
  if (/[[\]\\(]/.test(pattern)) return undefined;
  return pattern
    .replace(/[.+^${}|]/g, String.raw`\$&`)
    .replaceAll('*', isShort ? '.*?' : '.*')
    .replaceAll('?', '.');
}

function remove(text: string, operator: string, pattern: string): string | undefined {
  const isPrefix = operator.startsWith('#');
  const regex = regexOf(pattern, isPrefix && operator === '#');
  if (regex === undefined) return undefined;
  if (isPrefix) return text.replace(new RegExp(`^(?:${regex})`, 's'), '');
  const isLong = operator === '%%';
  const found = new RegExp(`^(.*${isLong ? '?' : ''})(?:${regex})$`, 's').exec(text);
  return found ? (found[1] ?? '') : text;
}

function replace(text: string, operator: string, pattern: string, replacement: string): string | undefined {
  const regex = regexOf(pattern, false);
  if (regex === undefined || regex === '') return undefined;
  const anchored = operator === '/#' ? `^${regex}` : operator === '/%' ? `${regex}$` : regex;
  return text.replace(new RegExp(anchored, operator === '//' ? 'gs' : 's'), () => replacement);
}
