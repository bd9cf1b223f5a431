import type { JudgedRow } from './read-batch.ts';

/** Bytes of a row in `rows.bin`: Int32 width, Int32 height, 16 bytes md5, each in its own column, little-endian. */
export const bytesPerRow = 24;
/** Bytes a row has in each of the three columns, in order. */
export const columnBytes = [4, 4, 16] as const;

/** The three columns of some kept rows, one behind the other. */
export function packRowColumns(rows: readonly JudgedRow[]): Buffer {
  const bytes = Buffer.alloc(rows.length * bytesPerRow);
  for (const [index, { width, height, md5 }] of rows.entries()) {
    bytes.writeInt32LE(width, index * 4);
    bytes.writeInt32LE(height, (rows.length + index) * 4);
    md5?.copy(bytes, rows.length * 8 + index * 16);
  }
  return bytes;
}
