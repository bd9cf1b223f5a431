import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Candidate } from './candidate.ts';
import { startReaderThread, type ReadAnswer, type ReadJob } from './image-reader-thread.ts';
import { batchBytes } from './shard-limits.ts';

/** Bytes of a batch's files one behind the other, their md5, and why files could not be read. */
export interface ReadFiles {
  readonly space: Buffer;
  /** Where each file starts in `space`; one more than files. */
  readonly starts: readonly number[];
  readonly md5: Buffer;
  readonly troubles: ReadonlyMap<number, string>;
}

/** Threads that read files; md5 takes most of the time of packing, and one core is not enough for it. */
export interface ImageReader {
  /** Reads the files of rows that are not left out already. The bytes are good until the call after the next. */
  readonly read: (candidates: readonly Candidate[]) => Promise<ReadFiles>;
  readonly close: () => Promise<void>;
}

/** One more than there are cores on small machines, so that a slow disk does not leave them idle. */
const threadCount = Math.min(4, availableParallelism() + 1);

/** Makes a reader whose threads start with the first batch; `close` must be called. One batch at a time. */
export function openImageReader(): ImageReader {
  const nextSpace = makeSpaces();
  let threads: Worker[] = [];
  return {
    async read(candidates) {
      if (threads.length === 0) threads = Array.from({ length: threadCount }, startReaderThread);
      const job = makeJob(candidates, nextSpace);
      const answers = threads.map(async (thread) => {
        const answer = once(thread, 'message');
        thread.postMessage(job);
        // The thread's only message, typed where it is sent.
        return ((await answer) as [ReadAnswer])[0];
      });
      const troubles = (await Promise.all(answers)).flatMap((answer) => answer.troubles);
      return {
        space: Buffer.from(job.space.buffer, job.space.byteOffset, job.space.byteLength),
        starts: job.starts,
        md5: Buffer.from(job.md5.buffer),
        troubles: new Map(troubles),
      };
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function makeJob(candidates: readonly Candidate[], nextSpace: ReturnType<typeof makeSpaces>): ReadJob {
  const starts = [0];
  let end = 0;
  for (const { size } of candidates) starts.push((end += size));
  return {
    paths: candidates.map(({ path, skip }) => (skip ? undefined : path)),
    starts,
    space: nextSpace(end),
    md5: new Uint8Array(new SharedArrayBuffer(candidates.length * 16)),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
}

/** Two buffers in turn, one being read into while the other is written; a single larger image gets its own. */
function makeSpaces(): (bytes: number) => Uint8Array<SharedArrayBuffer> {
  let current: Uint8Array<SharedArrayBuffer> | undefined;
  let other: Uint8Array<SharedArrayBuffer> | undefined;
  return (bytes) => {
    if (bytes > batchBytes) {
      [current, other] = [undefined, undefined];
      return new Uint8Array(new SharedArrayBuffer(bytes));
    }
    [current, other] = [other ?? new Uint8Array(new SharedArrayBuffer(batchBytes)), current];
    return current.subarray(0, bytes);
  };
}
