/** Rows `start` to `end` (exclusive) of a source, of which `kept` are kept, each `times` over. */
interface KeptRows {
  readonly start: number;
  readonly end: number;
  readonly kept: number;
  readonly times: number;
}

/** Ids of the kept rows, ascending, each as often in a row as its source's `times` says (as `idk base` repeats). */
export function repeatRows(sources: readonly KeptRows[], keep: Uint8Array): Int32Array {
  const indices = new Int32Array(sources.reduce((sum, { kept, times }) => sum + kept * times, 0));
  let at = 0;
  for (const { start, end, times } of sources) {
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
