import { DitcError } from '../errors.ts';

/** Rows of one packed source, column by column. */
export interface PackedRows {
  readonly shards: readonly { readonly file: string; readonly rows: number }[];
  /** Pixels, one a row. */
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  /** Raw sums, 16 bytes a row. */
  readonly md5: Uint8Array;
}

/** All rows of an index's sources, one after the other: a row id is a position in it. */
export interface RowTable {
  /** Rows `start` to `end` (exclusive) belong to the source. */
  readonly sources: readonly { readonly source: string; readonly start: number; readonly end: number }[];
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  readonly md5: Uint8Array;
  /** Running total of the rows of the shards. */
  readonly cumLength: readonly number[];
}

const largestTable = 2 ** 31 - 1;

/** Joins packed sources, whose shards are in order already. Throws for more rows than a 31-bit id can name. */
export function joinRows(packed: readonly (PackedRows & { readonly source: string })[]): RowTable {
  const total = packed.flatMap(({ shards }) => shards).reduce((sum, shard) => sum + shard.rows, 0);
  if (total > largestTable) {
    throw new DitcError(
      'env/index-too-large',
      `The sources have ${total} rows together, more than an index can hold`,
      {
        help: 'Split the sources over several stages.',
      },
    );
  }
  let rows = 0;
  const sources = packed.map(({ source, widths }) => {
    const start = rows;
    rows += widths.length;
    return { source, start, end: rows };
  });
  let end = 0;
  const cumLength = packed.flatMap(({ shards }) => shards.map((shard) => (end += shard.rows)));
  return {
    sources,
    widths: joinColumns(packed.map(({ widths }) => widths)),
    heights: joinColumns(packed.map(({ heights }) => heights)),
    md5: joinBytes(packed.map(({ md5 }) => md5)),
    cumLength,
  };
}

/** A row without pixels would end the trainer or land in a wrong bucket, so it is refused with its place. */
export function refuseEmptySizes({ sources, widths, heights }: RowTable): void {
  for (const { source, start, end } of sources) {
    for (let row = start; row < end; row += 1) {
      const width = widths[row] ?? 0;
      const height = heights[row] ?? 0;
      if (width > 0 && height > 0) continue;
      const message = `Row ${row - start + 1} of the packed source \`${source}\` is ${width}x${height} pixels`;
      throw new DitcError('env/bad-packed-row', message, {
        help: 'Delete the folder of its shards and build again, so that the source is packed anew.',
      });
    }
  }
}

function joinColumns(columns: readonly Int32Array[]): Int32Array {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) return only;
  const joined = new Int32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    joined.set(column, at);
    at += column.length;
  }
  return joined;
}

function joinBytes(columns: readonly Uint8Array[]): Uint8Array {
  const [only] = columns;
  return columns.length === 1 && only !== undefined ? only : Buffer.concat(columns);
}
