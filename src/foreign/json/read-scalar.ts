import { findingAt } from '../../source/finding.ts';
import type { JsonNode, JsonText } from './node.ts';
import type { Reading } from './parse-json.ts';

const DOUBLE = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SINGLE = /'(?:[^'\\\n]|\\.)*'/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /[A-Za-z]+/y;

const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const OF_PYTHON: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };
const UNBOUNDED: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity };

/** A text, a number or a word at the place, or nothing. */
export function readScalar(reading: Reading): JsonNode | undefined {
  return readText(reading) ?? readNumber(reading) ?? readWord(reading);
}

/** A text in double quotes; one in single quotes is said and taken. */
export function readText(reading: Reading): JsonText | undefined {
  const start = reading.position;
  const double = take(reading, DOUBLE);
  if (double !== undefined)
    return { kind: 'text', value: JSON.parse(double) as string, start, end: reading.position }; // the pattern is that of JSON
  const single = take(reading, SINGLE);
  if (single === undefined) return undefined;
  const value = single.slice(1, -1);
  say(reading, start, 'json/single-quotes', 'JSON quotes with `"` only', JSON.stringify(value));
  return { kind: 'text', value, start, end: reading.position };
}

function readNumber(reading: Reading): JsonNode | undefined {
  const start = reading.position;
  const text = take(reading, NUMBER);
  return text === undefined
    ? undefined
    : { kind: 'number', value: Number(text), start, end: reading.position };
}

/** `true`, `false`, `null`; Python's spellings of them, and NaN and Infinity, which only Python reads, are said. */
function readWord(reading: Reading): JsonNode | undefined {
  const start = reading.position;
  const text = take(reading, WORD) ?? '';
  const end = reading.position;
  const meant = Object.hasOwn(OF_PYTHON, text) ? OF_PYTHON[text] : undefined;
  if (meant !== undefined)
    say(reading, start, 'json/python-word', `\`${text}\` is Python; JSON has \`${meant}\``, meant);
  const word = meant ?? text;
  if (Object.hasOwn(WORDS, word)) return { kind: 'word', value: WORDS[word] ?? null, start, end };
  const number = Object.hasOwn(UNBOUNDED, text) ? UNBOUNDED[text] : undefined;
  if (number !== undefined) {
    say(reading, start, 'json/number', `\`${text}\` is no number in JSON`);
    return { kind: 'number', value: number, start, end };
  }
  reading.position = start;
  return undefined;
}

function take(reading: Reading, pattern: RegExp): string | undefined {
  pattern.lastIndex = reading.position;
  const found = pattern.exec(reading.file.text)?.[0];
  reading.position += found?.length ?? 0;
  return found;
}

function say(
  { file, findings, position }: Reading,
  start: number,
  code: string,
  message: string,
  replacement?: string,
): void {
  const help = 'Write it as JSON has it: other readers stop here, or take it for something else.';
  findings.push(findingAt(file, start, position, { code, message, help, replacement }));
}
