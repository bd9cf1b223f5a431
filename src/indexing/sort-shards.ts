import type { PackedRows } from './row-table.ts';

/** Compares by code point as Python does; JavaScript's own order puts astral characters before U+E000 (trap T160). */
export function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The same source with its shards, and their rows, in the code point order of the file names. */
export function sortShards(packed: PackedRows): PackedRows {
  const blocks = shardBlocks(packed);
  const sorted = [...blocks].sort((a, b) => compareCodePoints(a.shard.file, b.shard.file));
  if (sorted.every((block, position) => block === blocks[position])) return packed;
  const [widths, heights] = [new Int32Array(packed.widths.length), new Int32Array(packed.heights.length)];
  const md5 = new Uint8Array(packed.md5.length);
  let at = 0;
  for (const { start, end } of sorted) {
    widths.set(packed.widths.subarray(start, end), at);
    heights.set(packed.heights.subarray(start, end), at);
    md5.set(packed.md5.subarray(start * 16, end * 16), at * 16);
    at += end - start;
  }
  return { shards: sorted.map(({ shard }) => shard), widths, heights, md5 };
}

function shardBlocks({ shards }: PackedRows) {
  let end = 0;
  return shards.map((shard) => {
    const start = end;
    end += shard.rows;
    return { shard, start, end };
  });
}
