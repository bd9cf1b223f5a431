import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DitcError } from '../errors.ts';

/** Where a cell of a column of texts or bytes lies in the file. */
export interface Cell {
  readonly start: number;
  readonly length: number;
}

/** Some rows of a packed shard, cell by cell. */
export interface ShardRow {
  /** The cell of a column that begins at a buffer; null where the row has none. */
  find(buffer: number): Cell | null;
  read(cell: Cell): Buffer;
}

/**
 * Goes over rows of a packed shard. Only ends, headers and the cells that are asked for are read, because the images of a shard take
 * gigabytes (Arrow columnar format 1.0, IPC file; FlatBuffers). A cell takes microseconds, and handing it to another thread many
 * times as long: a build reads thousands.
 */
export function readShard<Result>(
  path: string,
  rows: readonly number[],
  readRow: (row: ShardRow) => Result,
): readonly Result[] {
  const file = openShard(path);
  try {
    const batches = readBatches(file);
    return rows.map((row) => {
      const batch = batches.find(({ firstRow, rows: count }) => row >= firstRow && row < firstRow + count);
      if (batch === undefined) throw unreadable(path);
      return readRow({
        find: (buffer) => findCell(file, batch, buffer, row - batch.firstRow),
        read: ({ start, length }) => readAt(file, start, length),
      });
    });
  } finally {
    closeSync(file);
  }
}

/** Buffers of a column of texts or bytes: which rows have one, where each ends, the content. */
export const CELL_BUFFERS = 3;

/** Where the buffers of a batch lie in the file. */
interface Batch {
  readonly firstRow: number;
  readonly rows: number;
  readonly buffers: readonly Cell[];
}

function openShard(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function findCell(file: number, { buffers }: Batch, buffer: number, row: number): Cell | null {
  const [validity, offsets, content] = buffers.slice(buffer, buffer + CELL_BUFFERS);
  if (validity === undefined || offsets === undefined || content === undefined)
    throw new RangeError(`no column at buffer ${buffer}`);
  if (validity.length > 0) {
    const byte = readAt(file, validity.start + (row >> 3), 1).readUInt8();
    if ((byte & (1 << (row & 7))) === 0) return null;
  }
  const bounds = readAt(file, offsets.start + row * 4, 8);
  const [start, end] = [bounds.readInt32LE(0), bounds.readInt32LE(4)];
  return { start: content.start + start, length: end - start };
}

/** `ARROW1` and the length of the footer before it end the file; the footer lists the batches. */
function readBatches(file: number): readonly Batch[] {
  const { size } = fstatSync(file);
  const length = readAt(file, size - 10, 4).readInt32LE();
  const footer = readAt(file, size - 10 - length, length);
  const blocks = follow(footer, fieldOf(footer, follow(footer, 0), 3));
  const batches: Batch[] = [];
  let firstRow = 0;
  for (let at = blocks + 4; at < blocks + 4 + footer.readUInt32LE(blocks) * 24; at += 24) {
    const start = Number(footer.readBigInt64LE(at));
    const header = footer.readInt32LE(at + 8);
    const batch = findBuffers(readAt(file, start, header), start + header);
    batches.push({ firstRow, ...batch });
    firstRow += batch.rows;
  }
  return batches;
}

/** A message is `-1`, its length and a table whose third field is the batch: rows, columns, and where each buffer lies in the body. */
function findBuffers(message: Buffer, body: number): Omit<Batch, 'firstRow'> {
  const table = message.subarray(8);
  const batch = follow(table, fieldOf(table, follow(table, 0), 2));
  const vector = follow(table, fieldOf(table, batch, 2));
  const buffers = Array.from({ length: table.readUInt32LE(vector) }, (_, index) => ({
    start: body + Number(table.readBigInt64LE(vector + 4 + index * 16)),
    length: Number(table.readBigInt64LE(vector + 12 + index * 16)),
  }));
  return { rows: Number(table.readBigInt64LE(fieldOf(table, batch, 0))), buffers };
}

/** Where a field of a FlatBuffers table lies, which must be there. */
function fieldOf(bytes: Buffer, table: number, index: number): number {
  return table + bytes.readUInt16LE(table - bytes.readInt32LE(table) + 4 + index * 2);
}

/** What a reference of FlatBuffers points to. */
function follow(bytes: Buffer, at: number): number {
  return at + bytes.readUInt32LE(at);
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, position);
  return bytes;
}

function unreadable(path: string, cause?: unknown): DitcError {
  return new DitcError('env/broken-pack', `Packed data in \`${path}\` cannot be read`, {
    help: 'Delete its folder and run `ditc build` again.',
    cause,
  });
}
