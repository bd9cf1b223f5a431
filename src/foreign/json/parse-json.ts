import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { findingAt } from '../../source/finding.ts';
import type { JsonNode, JsonText, Member } from './node.ts';
import { skipBlank } from './skip-blank.ts';
import { readScalar, readText } from './read-scalar.ts';

/** The value of a file when it has one, and where it is not JSON. */
export interface ParsedJson {
  readonly root: JsonNode | undefined;
  readonly findings: readonly Diagnostic[];
}

/** Levels of nesting; no reader of ours needs more. */
const MAX_DEPTH = 64;

/** What the parser has in hand: the text, and what it has said so far. */
export interface Reading {
  readonly file: SourceFile;
  readonly findings: Diagnostic[];
  position: number;
}

/** The place where reading ends: what follows it would be guessed. */
class Unreadable extends Error {}

/**
 * JSON with the place of each value. Comments, trailing commas, single quotes and words of Python are said and read on, since what is
 * meant is plain; at anything else the first error is the only one.
 */
export function parseJson(file: SourceFile): ParsedJson {
  const reading: Reading = { file, findings: [], position: 0 };
  try {
    const root = readValue(reading, 0);
    skipBlank(reading);
    if (reading.position < file.text.length) stop(reading, 'text follows behind the end of the value');
    return { root, findings: reading.findings };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { root: undefined, findings: reading.findings };
  }
}

function readValue(reading: Reading, depth: number): JsonNode {
  skipBlank(reading);
  const { file, position } = reading;
  if (depth > MAX_DEPTH) return stop(reading, 'the file is nested too deeply to be read');
  const character = file.text[position];
  if (character === '{') return readObject(reading, depth);
  if (character === '[') return readArray(reading, depth);
  return readScalar(reading) ?? stop(reading, `a value is expected here, not ${shown(reading)}`);
}

function readObject(reading: Reading, depth: number): JsonNode {
  const start = reading.position;
  const members: Member[] = [];
  const seen = new Set<string>();
  readList(reading, '}', () => {
    const key =
      readText(reading) ?? stop(reading, `a key in double quotes is expected here, not ${shown(reading)}`);
    if (seen.has(key.value)) sayTwice(reading, key);
    seen.add(key.value);
    skipBlank(reading);
    if (reading.file.text[reading.position] !== ':')
      return stop(reading, `\`:\` is expected behind the key, not ${shown(reading)}`);
    reading.position += 1;
    members.push({ key, value: readValue(reading, depth + 1) });
  });
  return { kind: 'object', members, start, end: reading.position };
}

function readArray(reading: Reading, depth: number): JsonNode {
  const start = reading.position;
  const items: JsonNode[] = [];
  readList(reading, ']', () => void items.push(readValue(reading, depth + 1)));
  return { kind: 'array', items, start, end: reading.position };
}

/** Entries with commas between them, from the opening bracket to the closing one. */
function readList(reading: Reading, close: '}' | ']', readEntry: () => void): void {
  const { text } = reading.file;
  reading.position += 1;
  skipBlank(reading);
  while (text[reading.position] !== close) {
    readEntry();
    skipBlank(reading);
    const comma = reading.position;
    if (text[comma] === ',') {
      reading.position += 1;
      skipBlank(reading);
      if (text[reading.position] === close) sayTrailing(reading, comma);
    } else if (text[comma] !== close)
      stop(reading, `\`,\` or \`${close}\` is expected here, not ${shown(reading)}`);
  }
  reading.position += 1;
}

function sayTrailing({ file, findings }: Reading, comma: number): void {
  findings.push(
    findingAt(file, comma, comma + 1, {
      code: 'json/trailing-comma',
      message: 'a comma stands before a closing bracket',
      help: "JSON has commas between entries only; Python's `json` stops here. Delete it.",
      replacement: '',
    }),
  );
}

function sayTwice({ file, findings }: Reading, key: JsonText): void {
  findings.push(
    findingAt(file, key.start, key.end, {
      code: 'json/duplicate-key',
      message: `the key \`${key.value}\` stands twice in one block`,
      help: 'DeepSpeed refuses such a file, other readers take the last one. Delete one of them.',
    }),
  );
}

/** What stands at the place, as a reader says it. */
function shown({ file, position }: Reading): string {
  const [found] = /^(?:"[^"\n]{0,40}"?|[\w.+-]+|[^])/u.exec(file.text.slice(position, position + 60)) ?? [];
  return found === undefined ? 'the end of the file' : found.trim() === '' ? 'a blank' : `\`${found}\``;
}

function stop({ file, findings, position }: Reading, message: string): never {
  const rest = /^[\w"']+|^[^]?/u.exec(file.text.slice(position, position + 40))?.[0] ?? '';
  findings.push(
    findingAt(file, position, position + rest.length, {
      code: 'json/syntax',
      message,
      help: 'The file is not JSON from here on. Nothing behind this place was checked.',
    }),
  );
  throw new Unreadable();
}
