import type { Field } from '../../generated/deepspeed-keys.ts';
import { code, describeValue, listOf } from '../../schema/wording.ts';
import type { Saying } from '../../source/finding.ts';
import { type JsonNode, plain } from '../json/node.ts';

const NOUNS: Readonly<Record<Field['type'], string>> = {
  int: 'a whole number',
  float: 'a number',
  bool: '`true` or `false`',
  text: 'text',
  list: 'a list',
  map: 'a block of keys',
  choice: 'one of its words',
  block: 'a block of keys in braces',
  any: 'another value',
};

/** Texts that pydantic takes for a boolean (https://docs.pydantic.dev, conversion table). */
const BOOLEAN_TEXTS = ['0', 'off', 'f', 'false', 'n', 'no', '1', 'on', 't', 'true', 'y', 'yes'];

/** How pydantic takes a value: as it is, by converting it, or not at all. */
type Verdict = 'right' | 'converted' | 'refused';

/** What is said about a value that is not of the field's type, or outside its range. */
export function sayValue(name: string, field: Field, node: JsonNode): Saying | undefined {
  const value = plain(node);
  const verdict = verdictOn(field, node);
  if (verdict === 'refused')
    return {
      code: 'deepspeed/wrong-type',
      message: `\`${name}\` is ${describeValue(value)}, where ${nounOf(field)} is expected`,
      help: refusedHelp(field, value),
    };
  const range = sayRange(name, field, value);
  if (range) return range;
  if (verdict === 'converted')
    return {
      code: 'deepspeed/converted',
      severity: 'warning',
      message: `\`${name}\` is ${describeValue(value)}, where ${nounOf(field)} is expected`,
      help: 'DeepSpeed 0.19 converts it; other readers take any text for true. Write the value without quotes.',
    };
  return undefined;
}

/** What is said about the word `auto` under a key. */
export const autoIn = (name: string): Saying => ({
  code: 'deepspeed/auto',
  severity: 'warning',
  message: `nothing fills \`auto\` of \`${name}\` here`,
  help: 'Only the Trainer of Hugging Face and accelerate fill it. DeepSpeed drops it and takes its own default. Write the value, or leave the key out.',
});

function nounOf({ type, choices }: Field): string {
  return type === 'choice' ? listOf(choices ?? [], 'or') : NOUNS[type];
}

function refusedHelp({ type, nullable }: Field, value: unknown): string {
  if (type === 'block')
    return 'Write a block, such as `{"device": "cpu", "pin_memory": true}`, or leave the key out. DeepSpeed refuses anything else.';
  if (type === 'int' && typeof value === 'number')
    return `DeepSpeed 0.19 takes whole numbers only. Write ${code(Math.max(1, Math.round(value)))}.`;
  return `DeepSpeed refuses the file and stops before training. ${nullable ? 'Correct it, or leave the key out.' : 'Correct it.'}`;
}

function verdictOn({ type, nullable, strict, orText, choices = [] }: Field, node: JsonNode): Verdict {
  const value = node.kind === 'object' || node.kind === 'array' ? undefined : node.value;
  if (value === null) return nullable || type === 'any' ? 'right' : 'refused';
  const right = (is: boolean): Verdict => (is ? 'right' : 'refused');
  if (strict && typeof value === 'boolean') return 'refused';
  switch (type) {
    case 'int':
      return takesNumber(value, (number) => Number.isInteger(number));
    case 'float':
      return takesNumber(value, () => true);
    case 'bool':
      if (typeof value === 'boolean') return 'right';
      return value === 0 ||
        value === 1 ||
        (typeof value === 'string' && BOOLEAN_TEXTS.includes(value.toLowerCase()))
        ? 'converted'
        : 'refused';
    case 'text':
      return right(typeof value === 'string');
    case 'choice':
      if (choices.some((choice) => choice === value)) return 'right';
      return choices.some((choice) => typeof choice === 'number' && looksLike(value, choice))
        ? 'converted'
        : 'refused';
    case 'list':
      return right((orText === true && typeof value === 'string') || isListOf(node, choices));
    case 'map':
    case 'block':
      return right(node.kind === 'object');
    case 'any':
      return 'right';
  }
}

function takesNumber(value: unknown, fits: (number: number) => boolean): Verdict {
  if (typeof value === 'number') return fits(value) ? 'right' : 'refused';
  if (typeof value === 'boolean') return 'converted';
  const isNumber = typeof value === 'string' && /^\s*[+-]?\d+(\.\d*)?([eE][+-]?\d+)?\s*$/.test(value);
  return isNumber && fits(Number(value)) ? 'converted' : 'refused';
}

/** Whether a value becomes a choice that is a number. */
const looksLike = (value: unknown, choice: number): boolean =>
  (typeof value === 'string' && value.trim() === String(choice)) ||
  (typeof value === 'boolean' && Number(value) === choice);

function sayRange(name: string, { min, above, max, below }: Field, value: unknown): Saying | undefined {
  const number = typeof value === 'object' || value === undefined ? NaN : Number(value);
  const limit =
    min !== undefined && number < min
      ? `at least ${min}`
      : above !== undefined && number <= above
        ? `above ${above}`
        : max !== undefined && number > max
          ? `at most ${max}`
          : below !== undefined && number >= below
            ? `below ${below}`
            : undefined;
  if (limit === undefined) return undefined;
  return {
    code: 'deepspeed/out-of-range',
    message: `\`${name}\` is ${code(number)} and has to be ${limit}`,
    help: 'DeepSpeed refuses the file and stops before training. Correct the number.',
  };
}

const isListOf = (node: JsonNode, choices: readonly unknown[]): boolean =>
  node.kind === 'array' &&
  (choices.length === 0 || node.items.every((item) => choices.includes(plain(item))));
