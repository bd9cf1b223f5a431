import type { RowTable } from './row-table.ts';
import { addMd5, hasMd5, makeMd5Set, md5Words, type Md5Set } from './md5-set.ts';

/** A filter whose list, if it has one, is read. */
export type ReadyFilter =
  | { readonly min_side: number }
  | { readonly max_aspect: number }
  | { readonly include_md5: Md5Set }
  | { readonly exclude_md5: Md5Set };

/** Clears `keep` for rows that the filter drops, and gives the number of newly dropped rows per source. */
export function filterRows(table: RowTable, keep: Uint8Array, filter: ReadyFilter): readonly number[] {
  if ('min_side' in filter) return dropRows(table, keep, isSmall(table, filter.min_side));
  if ('max_aspect' in filter) return dropRows(table, keep, isLong(table, filter.max_aspect));
  const words = md5Words(table.md5);
  if ('include_md5' in filter) return dropRows(table, keep, (row) => !hasMd5(filter.include_md5, words, row));
  return dropRows(table, keep, (row) => hasMd5(filter.exclude_md5, words, row));
}

/** Clears `keep` for every row but the first of each md5, over all sources in order; gives the dropped rows per source. */
export function dropDuplicates(table: RowTable, keep: Uint8Array): readonly number[] {
  const seen = makeMd5Set(table.md5);
  return dropRows(table, keep, (row) => !addMd5(seen, row));
}

function dropRows(
  { sources }: RowTable,
  keep: Uint8Array,
  drop: (row: number) => boolean,
): readonly number[] {
  return sources.map(({ start, end }) => {
    let dropped = 0;
    for (let row = start; row < end; row += 1) {
      if (keep[row] === 0 || !drop(row)) continue;
      keep[row] = 0;
      dropped += 1;
    }
    return dropped;
  });
}

function isSmall({ widths, heights }: RowTable, side: number): (row: number) => boolean {
  return (row) => (widths[row] ?? 0) < side || (heights[row] ?? 0) < side;
}

/** The long side over the short one. */
function isLong({ widths, heights }: RowTable, limit: number): (row: number) => boolean {
  return (row) => {
    const width = widths[row] ?? 0;
    const height = heights[row] ?? 0;
    return Math.max(width, height) / Math.min(width, height) > limit;
  };
}
