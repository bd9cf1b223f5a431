/** A text of a line without the blanks around it, and where it stands; columns count from 1. */
export interface Cell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly end: number;
}

/** The cells of every line that is not blank; `separator` stands between them. */
export function readCells(text: string, separator: string): readonly (readonly Cell[])[] {
  return text
    .split(/\r?\n/)
    .map((line, index) =>
      line.trim() === '' ? [] : cutCells(line, separator, { line: index + 1, column: 1 }),
    )
    .filter((cells) => cells.length > 0);
}

/** The cells of a text that begins at a place. */
export function cutCells(
  text: string,
  separator: string,
  { line, column }: Pick<Cell, 'line' | 'column'>,
): readonly Cell[] {
  let start = column;
  return text.split(separator).map((written) => {
    const begin = start + (written.length - written.trimStart().length);
    start += written.length + separator.length;
    const cell = written.trim();
    return { text: cell, line, column: begin, end: begin + cell.length };
  });
}
