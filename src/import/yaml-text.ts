import { escapeOf, visibleText } from '../diagnostics/visible-text.ts';
import { INVISIBLE } from '../source/decode.ts';

/** A key with its value; `above` are comment lines before it, `behind` one on its line. */
export interface Entry {
  readonly key: string;
  readonly value: Scalar | readonly Scalar[] | Block | undefined;
  readonly above?: readonly string[];
  readonly behind?: string | undefined;
}

/** Keys of a map, on lines of their own. */
export interface Block {
  readonly entries: readonly Entry[];
  /** All on one line, in braces. */
  readonly flow?: boolean;
}

type Scalar = string | number | boolean;

/** Words, paths and durations that every reader of YAML takes for text; `.5` and `.inf` are numbers. */
const PLAIN =
  /^(?!(?:true|false|null|yes|no|on|off|y|n)$)((?:[A-Za-z/]|\.\.?\/)[\w./-]*|\d+ (steps?|epochs?))$/i;

/** The lines of a map. A key without a value is left out; its comments stay. */
export function yamlLines({ entries }: Block, indent = ''): readonly string[] {
  return entries.flatMap(({ key, value, above = [], behind }) => {
    const comments = above.map((line) => `${indent}# ${visibleText(line)}`);
    if (value === undefined) return comments;
    const end = behind === undefined ? '' : ` # ${visibleText(behind)}`;
    if (isBlock(value) && value.flow !== true)
      return [...comments, `${indent}${key}:${end}`, ...yamlLines(value, `${indent}  `)];
    return [...comments, `${indent}${key}: ${inline(value)}${end}`];
  });
}

const isBlock = (value: NonNullable<Entry['value']>): value is Block =>
  typeof value === 'object' && !Array.isArray(value);

function inline(value: NonNullable<Entry['value']>): string {
  if (!isBlock(value))
    return Array.isArray(value) ? `[${value.map(scalar).join(', ')}]` : scalar(value as Scalar);
  const pairs = value.entries.flatMap(({ key, value }) =>
    value === undefined ? [] : [`${key}: ${inline(value)}`],
  );
  return `{${pairs.join(', ')}}`;
}

function scalar(value: Scalar): string {
  if (typeof value === 'string') return PLAIN.test(value) ? value : quoted(value);
  // PyYAML reads `1e-7` as text: a number has a dot before its exponent (T124).
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

const EVERY_INVISIBLE = new RegExp(INVISIBLE, 'g');

/** In double quotes, whose escapes YAML shares with JSON; what a file may not hold as it is, is written as its number. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(EVERY_INVISIBLE, escapeOf);
}
