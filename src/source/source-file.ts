import { posix } from 'node:path';
import type { SourceFile } from '../diagnostics/diagnostic.ts';

/** Line and column, both from 1; a column counts characters (code points). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A text under a name, with its lines counted. */
export function makeSourceFile(path: string, text: string): SourceFile {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { path, text, lineStarts };
}

/**
 * A text file that another file names by a path that starts at its folder. It is called as that one is on the command line, so
 * that editors find both.
 */
export function makeFileBeside({ path: from }: SourceFile, path: string, text: string): SourceFile {
  return makeSourceFile(posix.isAbsolute(path) ? path : posix.join(posix.dirname(from), path), text);
}

/** Where an offset lies. */
export function positionAt(file: SourceFile, offset: number): Position {
  const line = lineAt(file, offset);
  const start = file.lineStarts[line - 1] ?? 0;
  return { line, column: [...file.text.slice(start, offset)].length + 1 };
}

/** The line that an offset lies on, counted from 1, by binary search. */
export function lineAt({ lineStarts }: SourceFile, offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** One line without its end, counted from 1. */
export function lineText(file: SourceFile, line: number): string {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  const end = file.lineStarts[line] ?? file.text.length;
  return file.text.slice(start, end).replace(/\r?\n$/, '');
}
