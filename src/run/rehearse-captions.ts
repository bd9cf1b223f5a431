import { open, type FileHandle } from 'node:fs/promises';
import { DitcError } from '../errors.ts';

/**
 * The captions of some rows of a packed shard: `text_zh`, its first column, as the trainer reads it. Only ends, headers and these
 * texts are read, because the images of a shard take gigabytes (Arrow columnar format 1.0, IPC file; FlatBuffers).
 */
export async function readCaptions(path: string, rows: readonly number[]): Promise<readonly string[]> {
  const file = await openShard(path);
  try {
    const batches = await readBatches(file);
    const captions = [];
    for (const row of rows) captions.push(await readCaption(file, path, batches, row));
    return captions;
  } finally {
    await file.close();
  }
}

/** Where the captions of some rows lie in the file. */
interface CaptionBatch {
  readonly firstRow: number;
  readonly rows: number;
  readonly offsets: number;
  readonly texts: number;
}

async function openShard(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function readCaption(
  file: FileHandle,
  path: string,
  batches: readonly CaptionBatch[],
  row: number,
): Promise<string> {
  const batch = batches.find(({ firstRow, rows }) => row >= firstRow && row < firstRow + rows);
  if (batch === undefined) throw unreadable(path);
  const bounds = await readAt(file, batch.offsets + (row - batch.firstRow) * 4, 8);
  const [start, end] = [bounds.readInt32LE(0), bounds.readInt32LE(4)];
  return (await readAt(file, batch.texts + start, end - start)).toString();
}

/** `ARROW1` and the length of the footer before it end the file; the footer lists the batches. */
async function readBatches(file: FileHandle): Promise<readonly CaptionBatch[]> {
  const { size } = await file.stat();
  const length = (await readAt(file, size - 10, 4)).readInt32LE();
  const footer = await readAt(file, size - 10 - length, length);
  const blocks = follow(footer, fieldOf(footer, follow(footer, 0), 3));
  const batches: CaptionBatch[] = [];
  let firstRow = 0;
  for (let at = blocks + 4; at < blocks + 4 + footer.readUInt32LE(blocks) * 24; at += 24) {
    const start = Number(footer.readBigInt64LE(at));
    const header = footer.readInt32LE(at + 8);
    const batch = findCaptions(await readAt(file, start, header), start + header);
    batches.push({ firstRow, ...batch });
    firstRow += batch.rows;
  }
  return batches;
}

/** A message is `-1`, its length and a table whose third field is the batch: rows, columns, and where each buffer lies in the body. */
function findCaptions(message: Buffer, body: number): Omit<CaptionBatch, 'firstRow'> {
  const table = message.subarray(8);
  const batch = follow(table, fieldOf(table, follow(table, 0), 2));
  const buffers = follow(table, fieldOf(table, batch, 2)) + 4;
  const buffer = (index: number): number => body + Number(table.readBigInt64LE(buffers + index * 16));
  return {
    rows: Number(table.readBigInt64LE(fieldOf(table, batch, 0))),
    offsets: buffer(1),
    texts: buffer(2),
  };
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
