import { type Document, parseAllDocuments, type YAMLError } from 'yaml';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { findUnportable } from './portable-yaml.ts';

/** A parsed file: its document, for positions, and its value, as it was written. */
export interface Parsed {
  readonly file: SourceFile;
  readonly document: Document;
  readonly value: unknown;
  readonly findings: readonly Diagnostic[];
}

/** Aliases may be resolved this often; a file that asks for more grows without end. */
const MAX_ALIASES = 100;

/** Text to document and value; `value` is undefined when a finding is an error. */
export function parseYaml(file: SourceFile): Parsed {
  try {
    return parse(file);
  } catch (error) {
    if (error instanceof RangeError) return failed(file, tooDeep(file));
    throw error;
  }
}

function parse(file: SourceFile): Parsed {
  const documents = parseAllDocuments(file.text, { prettyErrors: false, uniqueKeys: true });
  const [document, second] = 'empty' in documents ? [] : documents;
  if (document === undefined)
    return failed(
      file,
      whole(file, 'yaml/empty', 'the file is empty', 'Run `ditc init` for a file to start from.'),
    );
  const findings = document.errors.map((error) => describe(error, file));
  if (second) findings.push(secondDocument(second, file));
  if (findings.length > 0) return { file, document, value: undefined, findings };
  const unportable = findUnportable(document, file);
  try {
    return { file, document, value: document.toJS({ maxAliasCount: MAX_ALIASES }), findings: unportable };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const help = `Write the values out; aliases may be used ${MAX_ALIASES} times in a file.`;
    return failed(
      file,
      whole(file, 'yaml/too-many-aliases', 'the aliases of the file multiply without end', help),
    );
  }
}

const failed = (file: SourceFile, finding: Diagnostic): Parsed => ({
  file,
  document: parseAllDocuments('null')[0] as Document, // the text is a constant: one document
  value: undefined,
  findings: [finding],
});

const whole = (file: SourceFile, code: string, message: string, help: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  path: [],
  span: { file, start: 0, end: 0 },
  help,
});

const tooDeep = (file: SourceFile): Diagnostic =>
  whole(file, 'yaml/too-deep', 'the file is nested too deeply to be read', 'An experiment needs six levels.');

function secondDocument(second: Document, file: SourceFile): Diagnostic {
  const start = second.range?.[0] ?? 0;
  const help = 'One file is one experiment: a `---` between two parts starts a second document.';
  const span = { file, start, end: start };
  return {
    code: 'yaml/second-document',
    severity: 'error',
    message: 'the file holds a second document',
    path: [],
    span,
    help,
  };
}

/** What to say instead of the parser's words, and what to do. */
const TEXTS: Partial<Record<string, { code: string; message: string; help: string }>> = {
  TAB_AS_INDENT: {
    code: 'yaml/tab',
    message: 'a tab is used as indentation',
    help: 'YAML indents with spaces only. Replace the tab by spaces.',
  },
  BAD_INDENT: {
    code: 'yaml/indentation',
    message: 'this line is not indented like the others of its block',
    help: 'Keys of one block start in the same column.',
  },
  BAD_ALIAS: {
    code: 'yaml/unknown-alias',
    message: 'this alias has no anchor before it',
    help: 'A `*` at the start of a value refers to an `&` earlier in the file; quote the text if it is meant as it is.',
  },
  MISSING_CHAR: {
    code: 'yaml/missing-character',
    message: 'something is not closed here',
    help: 'A bracket, a brace, a quote or a comma is missing.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml/nested-key',
    message: 'a block starts where a value is expected',
    help: 'Two `:` on one line? Put the inner map on a line of its own, or in braces, or quote the text.',
  },
  MULTILINE_IMPLICIT_KEY: {
    code: 'yaml/missing-colon',
    message: 'this line has no `:` between key and value',
    help: 'Write `key: value`, with a space after the colon.',
  },
  BAD_SCALAR_START: {
    code: 'yaml/quote-needed',
    message: 'a value cannot start with this character',
    help: 'Put the text in quotes.',
  },
};

function describe(error: YAMLError, file: SourceFile): Diagnostic {
  const [start, end] = error.pos;
  const span = { file, start, end: Math.max(end, start) };
  if (error.code === 'DUPLICATE_KEY') return duplicateKey(file, start);
  const text = TEXTS[error.code];
  const known = text ?? {
    code: 'yaml/syntax',
    message: lowerFirst(error.message),
    help: 'The file is not valid YAML at this place.',
  };
  return { code: known.code, severity: 'error', message: known.message, path: [], span, help: known.help };
}

/** The parser blames one character; the key is blamed whole. */
function duplicateKey(file: SourceFile, start: number): Diagnostic {
  const key = /^("[^"]*"|'[^']*'|[^:\s]+)/.exec(file.text.slice(start))?.[0] ?? '';
  const help = 'Only one of the two could hold, and readers differ on which. Delete one.';
  const span = { file, start, end: start + key.length };
  return {
    code: 'yaml/duplicate-key',
    severity: 'error',
    message: `the key \`${key}\` stands twice in this block`,
    path: [],
    span,
    help,
  };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
