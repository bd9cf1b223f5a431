import type { SourceFile } from '../diagnostics/diagnostic.ts';

/** A line without its end, and the offset of its first character. */
export interface Line {
  readonly text: string;
  readonly start: number;
}

/** The lines as Python's `readlines` has them: text behind the last line end is one, nothing there is none. */
export function linesOf({ text, lineStarts }: SourceFile): readonly Line[] {
  return lineStarts
    .map((start, each) => ({
      start,
      text: text.slice(start, lineStarts[each + 1] ?? text.length).replace(/\r?\n$/, ''),
    }))
    .filter(({ start }) => start < text.length);
}
