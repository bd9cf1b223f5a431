import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** One line of a recording of the overlay (DITC_RECORD_SAMPLES). */
export interface Recorded {
  readonly stage: string;
  readonly rank: number;
  readonly epoch: number;
  readonly position: number;
  /** Source and file of the shard. */
  readonly shard: string;
  readonly row: number;
  readonly text: string;
  readonly text_t5: string;
}

/**
 * What each rank was given in a stage, in order. A loader hands whole batches to its workers in turn, and starts new workers for each epoch;
 * so the batches are taken from their files in turn, and nothing is sorted but the workers of an epoch by what they began with.
 */
export async function readRecorded(
  folder: string,
  stage: string,
  ranks: number,
  microBatch: number,
): Promise<readonly (readonly Recorded[])[]> {
  const files = await readdir(folder);
  return await Promise.all(
    Array.from({ length: ranks }, async (_, rank) => {
      const own = files.filter((name) => name.startsWith(`rank-${rank}.`));
      const all = await Promise.all(own.map(async (name) => await readWorker(join(folder, name))));
      const workers = all.filter(([first]) => first?.stage === stage);
      const epochs = [...new Set(workers.map(epochOf))].sort((one, other) => one - other);
      return epochs.flatMap((epoch) =>
        inTurn(
          workers.filter((worker) => epochOf(worker) === epoch),
          microBatch,
        ),
      );
    }),
  );
}

const epochOf = ([first]: readonly Recorded[]): number => first?.epoch ?? -1;

async function readWorker(path: string): Promise<readonly Recorded[]> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const sample = JSON.parse(line) as Recorded; // written by templates/overlay/recording.py
    const source = basename(dirname(sample.shard)).replace(/-[0-9a-f]{8}$/, ''); // the folder tells how it was packed
    return { ...sample, shard: join(source, basename(sample.shard)) };
  });
}

function inTurn(workers: readonly (readonly Recorded[])[], microBatch: number): readonly Recorded[] {
  const ordered = workers.toSorted(([one], [other]) => (one?.position ?? 0) - (other?.position ?? 0));
  const batches = Math.max(...ordered.map(({ length }) => Math.ceil(length / microBatch)));
  return Array.from({ length: batches }, (_, batch) =>
    ordered.flatMap((worker) => worker.slice(batch * microBatch, (batch + 1) * microBatch)),
  ).flat();
}
