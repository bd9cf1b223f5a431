import type { RowTable } from './row-table.ts';

/** Ids of the kept rows, ascending, each as often in a row as its source's `times` says (as `idk base` repeats). */
export function repeatRows({ sources }: RowTable, keep: Uint8Array, times: readonly number[]): Int32Array {
  const copies = sources.map((_, position) => times[position] ?? 1);
  const total = sources.reduce((sum, { start, end }, position) => {
    return sum + countKept(keep, start, end) * (copies[position] ?? 1);
  }, 0);
  const indices = new Int32Array(total);
  let at = 0;
  sources.forEach(({ start, end }, position) => {
    const count = copies[position] ?? 1;
    for (let row = start; row < end; row += 1) {
      if (keep[row] === 0) continue;
      for (let copy = 0; copy < count; copy += 1) indices[at + copy] = row;
      at += count;
    }
  });
  return indices;
}

/** How many rows from `start` to `end` are kept. */
export function countKept(keep: Uint8Array, start: number, end: number): number {
  let kept = 0;
  for (let row = start; row < end; row += 1) kept += keep[row] ?? 0;
  return kept;
}
