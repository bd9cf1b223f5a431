import { isMap, isScalar, isSeq, type Scalar } from 'yaml';
import type { Diagnostic, Path } from '../../diagnostics/diagnostic.ts';
import { describeValue, nearest } from '../../schema/wording.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import { locate } from '../../source/locate.ts';
import type { Parsed } from '../../source/parse-yaml.ts';

/** A map of a recipe, with the place where it stands. */
export interface Block {
  readonly parsed: Parsed;
  readonly path: Path;
  readonly value: Readonly<Record<string, unknown>>;
}

export const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A finding about a key of the block, or about its value. */
export function sayAt(
  { parsed, path }: Pick<Block, 'parsed' | 'path'>,
  step: Path,
  what: 'key' | 'value',
  saying: Saying,
): Diagnostic {
  const { file, start, end } = locate(parsed, [...path, ...step], what);
  return findingAt(file, start, end, saying);
}

/** What a value has to be for IndexKits. */
export type Kind = 'text' | 'int' | 'float' | 'boolean' | 'list' | 'text or list';

const NOUNS: Readonly<Record<Kind, string>> = {
  text: 'text',
  int: 'a whole number',
  float: 'a number with a point, such as `1.0`',
  boolean: '`true` or `false`',
  list: 'a list',
  'text or list': 'text or a list of texts',
};

/** What is said of a value that is not of its kind; a key that is not written is right. */
export function judgeKind(block: Block, key: string, kind: Kind, why: string): readonly Diagnostic[] {
  const value = block.value[key];
  if (!Object.hasOwn(block.value, key) || isKind(block, key, kind)) return [];
  return [
    sayAt(block, [key], 'value', {
      code: 'idk/wrong-type',
      message: `\`${key}\` is ${describeValue(value)}, where ${NOUNS[kind]} is expected`,
      // A boolean is a whole number to Python.
      ...(kind === 'int' && typeof value === 'boolean' ? COUNTS_AS_NUMBER : { help: why }),
    }),
  ];
}

const COUNTS_AS_NUMBER: Pick<Saying, 'help' | 'severity'> = {
  severity: 'warning',
  help: 'IndexKits takes `true` for 1 and `false` for 0. Write the number.',
};

function isKind(block: Block, key: string, kind: Kind): boolean {
  const value = block.value[key];
  const node = block.parsed.document.getIn([...block.path, key], true);
  const plain = isScalar(node) && node.type === 'PLAIN' ? (node.source ?? '') : '';
  switch (kind) {
    case 'text':
      return typeof value === 'string' && !isPyYamlBoolean(plain);
    case 'int':
      return Number.isInteger(value) && !/[.eE]/.test(plain);
    case 'float':
      return typeof value === 'number' && plain.includes('.');
    case 'boolean':
      return typeof value === 'boolean' || isPyYamlBoolean(plain);
    case 'list':
      return Array.isArray(value);
    case 'text or list':
      return (
        typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      );
  }
}

/** Words that PyYAML, a reader of YAML 1.1, takes for a boolean where they stand without quotes. */
const isPyYamlBoolean = (text: string): boolean => /^(yes|no|on|off)$/i.test(text);

/** Keys that the block does not have: IndexKits looks up those that it knows, and passes over the others. */
export function judgeUnknown(
  block: Block,
  what: string,
  known: readonly string[],
  meant: Readonly<Record<string, string>> = {},
): readonly Diagnostic[] {
  return Object.keys(block.value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = (Object.hasOwn(meant, key) ? meant[key] : undefined) ?? nearest(key, known);
      return sayAt(block, [key], 'key', {
        code: 'idk/unknown-key',
        severity: near === undefined ? 'warning' : 'error',
        message: `\`${key}\` is not read in ${what}${near === undefined ? '' : `; the key is \`${near}\``}`,
        help: 'IndexKits passes over unknown keys without a word, so what it asks for does not happen. Correct the name, or delete it.',
      });
    });
}

/** Keys without which IndexKits stops. */
export function judgeMissing(block: Block, keys: readonly string[]): readonly Diagnostic[] {
  return keys
    .filter((key) => !Object.hasOwn(block.value, key))
    .map((key) =>
      sayAt(block, [], 'value', {
        code: 'idk/missing-key',
        message: `\`${key}\` is missing`,
        help: 'IndexKits stops without it. Write the key.',
      }),
    );
}

/** Plain `16:9` items of a list: PyYAML reads them as numbers to the base 60. */
export function sexagesimals({ parsed, path }: Block, key: string): readonly Scalar[] {
  const node = parsed.document.getIn([...path, key], true);
  const items: readonly unknown[] = isSeq(node) ? node.items : isMap(node) ? [] : [node];
  return items.filter(
    (item): item is Scalar =>
      isScalar(item) && item.type === 'PLAIN' && /^[-+]?[1-9]\d*(:[0-5]?\d)+$/.test(item.source ?? ''),
  );
}
