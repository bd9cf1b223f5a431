import type { RowTable } from './row-table.ts';

/**
 * Ids of the kept rows, ascending, each as often in a row as its source's `times` says (as `idk base` repeats); `counts` are those of
 * the sources in order.
 */
export function repeatRows(
  { sources }: RowTable,
  keep: Uint8Array,
  counts: readonly { readonly kept: number; readonly times: number }[],
): Int32Array {
  const indices = new Int32Array(counts.reduce((sum, { kept, times }) => sum + kept * times, 0));
  let at = 0;
  for (const [position, { start, end }] of sources.entries()) {
    const times = counts[position]?.times ?? 1;
    for (let row = start; row < end; row += 1) {
      if (keep[row] === 0) continue;
      for (let copy = 0; copy < times; copy += 1) indices[at + copy] = row;
      at += times;
    }
  }
  return indices;
}

/** How many rows from `start` to `end` are kept. */
export function countKept(keep: Uint8Array, start: number, end: number): number {
  let kept = 0;
  for (let row = start; row < end; row += 1) kept += keep[row] ?? 0;
  return kept;
}
