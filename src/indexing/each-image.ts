/** Visits the different rows of an index; ids repeat only next to each other. */
export function eachImage(indices: Int32Array, visit: (row: number) => void): void {
  for (let at = 0; at < indices.length; at += 1) {
    const row = indices[at] ?? 0;
    if (at === 0 || indices[at - 1] !== row) visit(row);
  }
}
