import { Worker } from 'node:worker_threads';

/** What a thread gets for a batch: all threads get the same one and take files from it until none is left. */
export interface ReadJob {
  /** Paths of the files and where each goes in `space`; a file without a path is not read. */
  readonly paths: readonly (string | undefined)[];
  readonly starts: readonly number[];
  readonly space: Uint8Array<SharedArrayBuffer>;
  /** 16 bytes a file. */
  readonly md5: Uint8Array<SharedArrayBuffer>;
  /** Index of the next file that nobody has taken yet. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** What a thread answers when no file is left: why some of those it took could not be read. */
export interface ReadAnswer {
  readonly troubles: readonly (readonly [index: number, trouble: string])[];
}

/** Starts a thread that reads and hashes files; it needs no file of its own, so that bundling cannot lose it. */
export function startReaderThread(): Worker {
  // A thread holds a list of paths at most; by default each would let tens of megabytes of garbage lie.
  // Compilers that keep function names call `__name`, which a bare thread does not have.
  const source = `globalThis.__name = (value) => value; (${readerMain.toString()})();`;
  return new Worker(source, {
    eval: true,
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
  });
}

/** Runs in the thread: uses nothing from outside itself. System calls and md5 are plain, without a hop to a pool each. */
function readerMain(): void {
  const { closeSync, openSync, readSync } = process.getBuiltinModule('node:fs');
  const { createHash } = process.getBuiltinModule('node:crypto');
  const { parentPort } = process.getBuiltinModule('node:worker_threads');

  function readWhole(path: string, space: Uint8Array): string | undefined {
    let file: number | undefined;
    try {
      file = openSync(path, 'r');
      let filled = 0;
      while (filled < space.length) {
        const count = readSync(file, space, filled, space.length - filled, null);
        if (count === 0) return 'the file became shorter while it was read';
        filled += count;
      }
      return undefined;
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  parentPort?.on('message', ({ paths, starts, space, md5, next }: ReadJob) => {
    const troubles: [number, string][] = [];
    for (let index = Atomics.add(next, 0, 1); index < paths.length; index = Atomics.add(next, 0, 1)) {
      const path = paths[index];
      if (path === undefined) continue;
      const bytes = space.subarray(starts[index], starts[index + 1]);
      const trouble = readWhole(path, bytes);
      if (trouble === undefined) md5.set(createHash('md5').update(bytes).digest(), index * 16);
      else troubles.push([index, trouble]);
    }
    parentPort.postMessage({ troubles } satisfies ReadAnswer);
  });
}
