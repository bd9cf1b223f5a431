import { parse, TomlError } from 'smol-toml';
import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { findingAt } from '../../source/finding.ts';
import { linesOf } from '../lines.ts';

/** A key with its value, wherever in the file it stands; kohya's reader throws the names of sections away. */
export interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly start: number;
  /** Of the whole entry, as far as its line goes. */
  readonly end: number;
}

export interface Toml {
  readonly entries: readonly Entry[];
  /** Names of tables and lists of tables, in order. */
  readonly sections: readonly string[];
}

/** The entries of a TOML with their places, or what its reader says of it. */
export function parseToml(file: SourceFile): Toml | { readonly findings: readonly Diagnostic[] } {
  try {
    const root = parse(file.text.replace(/^\ufeff/, ' '));
    return { entries: locateAll(file, valuesOf(root)), sections: sectionsOf(file) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { findings: [syntaxError(file, error)] };
  }
}

/** Values by key, of every table, in the order of the file. */
function valuesOf(table: object): readonly (readonly [key: string, value: unknown])[] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
    if (Array.isArray(value) && value.every(isTable)) return value.flatMap(valuesOf);
    return isTable(value) ? valuesOf(value) : [[key, value] as const];
  });
}

const isTable = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Each value at the line of its key; the second of two entries of one name, in two sections, at the second such line. */
function locateAll(
  file: SourceFile,
  values: readonly (readonly [key: string, value: unknown])[],
): readonly Entry[] {
  const places = linesOf(file).flatMap(({ text, start }) => {
    const [, indent = '', quote = '', key] = /^(\s*)(["']?)([\w-]+)\2\s*=/.exec(text) ?? [];
    const at = start + indent.length + quote.length;
    return key === undefined ? [] : [{ key, start: at, end: start + text.trimEnd().length }];
  });
  const used = new Set<object>();
  return values.flatMap(([key, value]) => {
    const place = places.find((candidate) => candidate.key === key && !used.has(candidate));
    if (place === undefined) return []; // an inline table, of which kohya has none
    used.add(place);
    return [{ ...place, value }];
  });
}

const sectionsOf = (file: SourceFile): readonly string[] =>
  linesOf(file).flatMap(({ text }) => /^\s*\[\[?\s*([\w.-]+)\s*\]\]?/.exec(text)?.[1] ?? []);

function syntaxError(file: SourceFile, { line, column, message }: TomlError): Diagnostic {
  const start = Math.min((file.lineStarts[line - 1] ?? 0) + column - 1, file.text.length);
  const [, what = 'it cannot be read'] = /^Invalid TOML document: ([^\n]*)/.exec(message) ?? [];
  return findingAt(file, start, Math.min(start + 1, file.text.length), {
    code: 'kohya/syntax',
    message: `the file is no TOML here: ${what}`,
    help: 'The trainer stops when it reads the file.',
  });
}
