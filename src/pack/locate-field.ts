import { open } from 'node:fs/promises';
import type { Remark } from './reasons.ts';
import type { SourceRow } from './source-row.ts';

/** What the fields of one CSV record look like in its own text; offsets count characters. */
export interface RecordLayout {
  readonly fields: readonly number[];
  /** Offset of a quote that is never closed. */
  readonly openQuote: number | undefined;
  /** Offset of the first quote that neither opens nor closes a field. */
  readonly oddQuote: number | undefined;
  /** Offset of the line end behind the record, or the end of the text. */
  readonly end: number;
}

/** Scans the record that starts at `text`'s start; used only for rows that have trouble, so that reading stays fast. */
export function layOutRecord(text: string): RecordLayout {
  const fields = [0];
  let quoteAt: number | undefined;
  let oddQuote: number | undefined;
  let at = 0;
  for (; at < text.length; at += 1) {
    const char = text[at];
    if (quoteAt !== undefined) {
      if (char !== '"') continue;
      if (text[at + 1] === '"') at += 1;
      else if (/^[,\r\n]?$/u.test(text[at + 1] ?? '')) quoteAt = undefined;
      else return { fields, openQuote: undefined, oddQuote: at, end: at };
    } else if (char === '"') {
      if (fields.at(-1) === at) quoteAt = at;
      else oddQuote ??= at;
    } else if (char === ',') {
      fields.push(at + 1);
    } else if (char === '\n' || char === '\r') {
      break;
    }
  }
  return { fields, openQuote: quoteAt, oddQuote, end: at };
}

/** Offset of the first quote in a text of several records that breaks the rules, if any. */
export function findBadQuote(text: string): number | undefined {
  let start = 0;
  while (start < text.length) {
    const { openQuote, oddQuote, end } = layOutRecord(text.slice(start));
    const bad = oddQuote ?? openQuote;
    if (bad !== undefined) return start + bad;
    start += end + 1;
  }
  return undefined;
}

/** Line and column, 1-based, of an offset in a text that starts at the given line. */
export function placeInText(
  text: string,
  offset: number,
  firstLine: number,
): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/u);
  return { line: firstLine + lines.length - 1, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Reads the text of a CSV from a byte offset on, at most `bytes` of it, without a byte order mark. */
export async function readTextAt(path: string, start: number, bytes = 2 ** 20): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, start);
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/u, '');
  } finally {
    await handle.close();
  }
}

/** Where the field that a remark is about starts in its CSV, moved on by `offset` characters of the caption. */
export async function locateField(
  path: string,
  row: SourceRow,
  { field, column, offset = 0 }: Pick<Remark, 'field' | 'column' | 'offset'>,
): Promise<{ line: number; column: number }> {
  const text = (await readTextAt(path, row.start)).replace(/^[\r\n]+/u, '');
  const variant = row.variants?.find((one) => one.column === column);
  const start = layOutRecord(text).fields[variant?.field ?? row.fields[field]] ?? 0;
  if (offset === 0) return placeInText(text, start, row.line);
  const quoted = text[start] === '"';
  return placeInText(text, start + (quoted ? 1 : 0) + offset, row.line);
}
