import { open, type FileHandle } from 'node:fs/promises';
import { DitcError } from '../errors.ts';

/** The texts of a row as a shard has them. */
export interface ShardTexts {
  /** `text_zh`, which the trainer reads where there is one caption. */
  readonly caption: string;
  /** Of several captions all, in the order of the columns; null where one says nothing. */
  readonly variants: readonly (string | null)[];
}

/**
 * The captions of some rows of a packed shard: `text_zh`, its first column, and those behind upstream's five. Only ends, headers and these
 * texts are read, because the images of a shard take gigabytes (Arrow columnar format 1.0, IPC file; FlatBuffers).
 */
export async function readCaptions(
  path: string,
  rows: readonly number[],
  variants: number,
): Promise<readonly ShardTexts[]> {
  const file = await openShard(path);
  try {
    const batches = await readBatches(file);
    const texts: ShardTexts[] = [];
    for (const row of rows) {
      const batch = batches.find(({ firstRow, rows: count }) => row >= firstRow && row < firstRow + count);
      if (batch === undefined) throw unreadable(path);
      const at = row - batch.firstRow;
      const columns = Array.from({ length: variants }, (_, place) => FIRST_VARIANT + place * TEXT_BUFFERS);
      const read = [];
      for (const column of columns) read.push(await readText(file, batch, column, at));
      texts.push({ caption: (await readText(file, batch, 0, at)) ?? '', variants: read });
    }
    return texts;
  } finally {
    await file.close();
  }
}

/** Buffers of a column of texts: which rows have one, where each ends, the texts. */
const TEXT_BUFFERS = 3;
/** Buffers before the first variant: those of text_zh, md5, width, height and image (src/pack/make-record-batch.ts). */
const FIRST_VARIANT = 3 + 3 + 2 + 2 + 3;

/** Where the buffers of a batch lie in the file. */
interface Batch {
  readonly firstRow: number;
  readonly rows: number;
  readonly buffers: readonly { readonly start: number; readonly length: number }[];
}

async function openShard(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function readText(
  file: FileHandle,
  { buffers }: Batch,
  column: number,
  row: number,
): Promise<string | null> {
  const [validity, offsets, texts] = buffers.slice(column, column + TEXT_BUFFERS);
  if (validity === undefined || offsets === undefined || texts === undefined)
    throw new RangeError(`no column at buffer ${column}`);
  if (validity.length > 0) {
    const byte = (await readAt(file, validity.start + (row >> 3), 1)).readUInt8();
    if ((byte & (1 << (row & 7))) === 0) return null;
  }
  const bounds = await readAt(file, offsets.start + row * 4, 8);
  const [start, end] = [bounds.readInt32LE(0), bounds.readInt32LE(4)];
  return (await readAt(file, texts.start + start, end - start)).toString();
}

/** `ARROW1` and the length of the footer before it end the file; the footer lists the batches. */
async function readBatches(file: FileHandle): Promise<readonly Batch[]> {
  const { size } = await file.stat();
  const length = (await readAt(file, size - 10, 4)).readInt32LE();
  const footer = await readAt(file, size - 10 - length, length);
  const blocks = follow(footer, fieldOf(footer, follow(footer, 0), 3));
  const batches: Batch[] = [];
  let firstRow = 0;
  for (let at = blocks + 4; at < blocks + 4 + footer.readUInt32LE(blocks) * 24; at += 24) {
    const start = Number(footer.readBigInt64LE(at));
    const header = footer.readInt32LE(at + 8);
    const batch = findBuffers(await readAt(file, start, header), start + header);
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

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, position);
  return bytes;
}

function unreadable(path: string, cause?: unknown): DitcError {
  return new DitcError('env/broken-pack', `Packed data in \`${path}\` cannot be read`, {
    help: 'Delete its folder and run `ditc build` again.',
    cause,
  });
}
