/** One of several processes that pack together: part `number` of `of`, from 1. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

/** Rows of a source from `from` up to `end`, which is not among them, counted from 0. */
export interface RowRange {
  readonly from: number;
  readonly end: number;
}

/** The folder in which a part packs, beside the packed source. */
export const partFolder = (out: string, { number, of }: Part): string => `${out}.part-${number}-of-${of}`;

/** `part 2 of 4` */
export const partName = ({ number, of }: Part): string => `part ${number} of ${of}`;

/**
 * The rows of each source that a part packs. Blocks of source rows, which no shard crosses, are dealt out over all sources in one
 * line: a part has one run of them, and no part has two more than another.
 */
export function shareRows(
  sources: readonly { readonly rows: number; readonly blockRows: number }[],
  { number, of }: Part,
): readonly RowRange[] {
  const blocks = sources.map(({ rows, blockRows }) => Math.ceil(rows / blockRows));
  const total = blocks.reduce((sum, count) => sum + count, 0);
  const [first, end] = [Math.floor(((number - 1) * total) / of), Math.floor((number * total) / of)];
  let before = 0;
  return sources.map(({ rows, blockRows }, index) => {
    const count = blocks[index] ?? 0;
    const rowAt = (block: number): number =>
      Math.min(rows, Math.min(Math.max(block - before, 0), count) * blockRows);
    const range = { from: rowAt(first), end: rowAt(end) };
    before += count;
    return range;
  });
}
