import { open } from 'node:fs/promises';
import { RecordBatchFileWriter } from 'apache-arrow';
import { makeRecordBatch, makeSchema } from './make-record-batch.ts';
import type { Batch } from './read-batch.ts';
import { waitedForLater } from './waited-for-later.ts';

export interface ShardWriter {
  /** Writes the kept rows of a batch; resolves when their bytes are with the system, so that the buffer may be used again. */
  readonly write: (batch: Batch) => Promise<void>;
  /** Writes the footer and flushes the file to disk. */
  readonly finish: () => Promise<void>;
  /** Closes the file as it is. */
  readonly abandon: () => Promise<void>;
}

/** Opens an Arrow IPC file (uncompressed); memory stays at one batch because the writer is emptied after each. */
export async function openShard(path: string, captions: readonly string[]): Promise<ShardWriter> {
  const handle = await open(path, 'w');
  const schema = makeSchema(captions);
  const writer = new RecordBatchFileWriter();
  const flush = makeFlusher(() => handle.datasync());
  let chunks: Uint8Array[] = [];
  const collecting = collect(writer, (chunk) => chunks.push(chunk));

  async function drain(): Promise<void> {
    // The collector takes one chunk a microtask; all of them are there when the event loop turns.
    await new Promise(setImmediate);
    const taken = chunks;
    chunks = [];
    await writeAll(handle, taken);
    await flush.after(taken.reduce((sum, { length }) => sum + length, 0));
  }

  return {
    async write(batch) {
      writer.write(makeRecordBatch(batch, schema));
      await drain();
    },
    async finish() {
      writer.finish();
      await collecting;
      await drain();
      await flush.settle();
      await handle.sync();
      await handle.close();
    },
    async abandon() {
      writer.finish();
      await collecting;
      await flush.settle();
      await handle.close();
    },
  };
}

/** So many bytes may wait in memory for the disk; without a limit the last flush of a shard would take as long as the rest. */
const unflushedBytes = 128 * 2 ** 20;

/** Flushes in the background while more is written, one flush at a time. */
function makeFlusher(flush: () => Promise<void>) {
  let waiting = 0;
  let running = Promise.resolve();
  const settle = async () => {
    const last = running;
    running = Promise.resolve(); // a failure is thrown once
    await last;
  };
  return {
    async after(bytes: number): Promise<void> {
      waiting += bytes;
      if (waiting < unflushedBytes) return;
      await settle();
      waiting = 0;
      running = waitedForLater(flush());
    },
    settle,
  };
}

async function collect(writer: AsyncIterable<Uint8Array>, take: (chunk: Uint8Array) => void): Promise<void> {
  for await (const chunk of writer) take(chunk);
}

type FileHandle = Awaited<ReturnType<typeof open>>;

/** Bytes of one write. Larger ones make the kernel look for large pages: a gigabyte took up to two seconds more. */
const WRITE_BYTES = 512 * 1024;
/** POSIX takes at most 1,024 parts a call (IOV_MAX). */
const WRITE_PARTS = 512;

async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for (const piece of chunks.flatMap(cut)) {
    if (size + piece.length > WRITE_BYTES || parts.length === WRITE_PARTS) {
      await writeParts(handle, parts);
      [parts, size] = [[], 0];
    }
    parts.push(piece);
    size += piece.length;
  }
  await writeParts(handle, parts);
}

function cut(chunk: Uint8Array): Uint8Array[] {
  const count = Math.ceil(chunk.length / WRITE_BYTES);
  return Array.from({ length: count }, (_, index) =>
    chunk.subarray(index * WRITE_BYTES, (index + 1) * WRITE_BYTES),
  );
}

async function writeParts(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  let rest = parts;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev([...rest]);
    rest = dropBytes(rest, bytesWritten);
  }
}

function dropBytes(parts: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  for (const [index, part] of parts.entries()) {
    if (left < part.length) return [part.subarray(left), ...parts.slice(index + 1)];
    left -= part.length;
  }
  return [];
}
