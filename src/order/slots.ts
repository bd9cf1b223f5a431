/** Row ids that lie together in an index: a bucket, or one of several files. */
export interface Part {
  readonly indices: Int32Array;
}

/** The entries of an index as the trainer holds them before the first shuffle; a slot is a position among them. */
export interface Slots {
  /** Row ids. */
  readonly rows: Int32Array;
  /** 1 for a copy that only fills a bucket up to whole batches. */
  readonly copies: Uint8Array;
  /** The first slot of each part, and the end of the last. */
  readonly bounds: Int32Array;
}

/** The parts one behind the other, each filled up to a multiple of `align` by copies. */
export function makeSlots(parts: readonly Part[], align = 1): Slots {
  const bounds = new Int32Array(parts.length + 1);
  parts.forEach(({ indices }, part) => {
    bounds[part + 1] = (bounds[part] ?? 0) + Math.ceil(indices.length / align) * align;
  });
  const rows = new Int32Array(bounds[parts.length] ?? 0);
  const copies = new Uint8Array(rows.length);
  parts.forEach(({ indices }, part) => {
    const [start, end] = [bounds[part] ?? 0, bounds[part + 1] ?? 0];
    fillUp(indices, rows.subarray(start, end), copies.subarray(start, end));
  });
  return { rows, copies, bounds };
}

/** The part that a slot belongs to, by its position among the parts. */
export function partOf({ bounds }: Slots, slot: number): number {
  return bounds.findLastIndex((bound, part) => part + 1 < bounds.length && bound <= slot);
}

/**
 * Every row as often as it takes, one time more for the last ones, copies beside their row
 * (HunyuanDiT 368280e, IndexKits indexer.py, `align`).
 */
function fillUp(indices: Int32Array, rows: Int32Array, copies: Uint8Array): void {
  const times = Math.floor(rows.length / indices.length);
  const firstWithMore = indices.length - (rows.length - times * indices.length);
  let at = 0;
  indices.forEach((row, position) => {
    const end = at + (position < firstWithMore ? times : times + 1);
    rows.fill(row, at, end);
    copies.fill(1, at + 1, end);
    at = end;
  });
}
