import { readShard } from './read-shard.ts';

/** An image as it was packed: the bytes that the trainer decodes. */
export interface PackedImage {
  readonly size: number;
  /** Undefined where it is larger than what was asked for. */
  readonly bytes?: Buffer;
}

/** Buffers before the image: those of text_zh, md5, width and height (src/pack/make-record-batch.ts). */
const IMAGE = 3 + 3 + 2 + 2;

/** The images of some rows of a packed shard, each only where it has at most `limit` bytes. */
export function readImages(path: string, rows: readonly number[], limit: number): readonly PackedImage[] {
  return readShard(path, rows, (row) => {
    const cell = row.find(IMAGE) ?? { start: 0, length: 0 };
    return { size: cell.length, ...(cell.length <= limit && { bytes: row.read(cell) }) };
  });
}
