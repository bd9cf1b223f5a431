import { CELL_BUFFERS, readShard, type ShardRow } from './read-shard.ts';

/** The texts of a row as a shard has them. */
export interface ShardTexts {
  /** `text_zh`, which the trainer reads where there is one caption. */
  readonly caption: string;
  /** Of several captions all, in the order of the columns; null where one says nothing. */
  readonly variants: readonly (string | null)[];
}

/** The captions of some rows of a packed shard: `text_zh`, its first column, and those behind upstream's five. */
export function readCaptions(path: string, rows: readonly number[], variants: number): readonly ShardTexts[] {
  const columns = Array.from({ length: variants }, (_, place) => FIRST_VARIANT + place * CELL_BUFFERS);
  return readShard(path, rows, (row) => ({
    caption: readText(row, 0) ?? '',
    variants: columns.map((column) => readText(row, column)),
  }));
}

/** Buffers before the first variant: those of text_zh, md5, width, height and image (src/pack/make-record-batch.ts). */
const FIRST_VARIANT = 3 + 3 + 2 + 2 + 3;

function readText(row: ShardRow, column: number): string | null {
  const cell = row.find(column);
  return cell && row.read(cell).toString();
}
