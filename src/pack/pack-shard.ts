import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackStep } from '../plan/plan.ts';
import type { Candidate } from './candidate.ts';
import type { ImageReader, ReadFiles } from './image-reader.ts';
import type { KnownShard } from './known-shards.ts';
import type { LookAhead } from './look-ahead.ts';
import { judgeBatch, type Batch, type JudgedRow } from './read-batch.ts';
import { packRowColumns } from './row-columns.ts';
import { planBatch, planBatchBehind } from './shard-limits.ts';
import { keepRecord, type ShardRecord } from './shard-record.ts';
import { writeDurably } from '../disk/write-durably.ts';
import { waitedForLater } from './waited-for-later.ts';
import { openShard, type ShardWriter } from './write-shard.ts';

/** Name of the one file that may be incomplete when a build is killed. */
export const unfinishedShard = 'writing.arrow';

/** Packs rows until the shard is full or the source ends, and leaves `<inputs>.arrow`, `.rows` and `.json` in `folder`. */
export async function packShard(
  ahead: LookAhead,
  reader: ImageReader,
  { shard: limits, captions }: Pick<PackStep, 'shard' | 'captions'>,
  folder: string,
  onRows: (rows: readonly JudgedRow[]) => void,
): Promise<KnownShard> {
  const first = ahead.at(0);
  if (first === undefined) throw new TypeError('a shard needs a row');
  const keeper = keepRecord(first);
  const kept: JudgedRow[] = [];
  const shard = openLazily(join(folder, unfinishedShard), captions);
  const start = (count: number) => startReading(reader, ahead.take(count));
  let writing = Promise.resolve();
  try {
    let current = start(await planBatch(ahead, limits, keeper.filled()));
    while (current !== undefined) {
      const { candidates, files } = current;
      const behind = await planBatchBehind(candidates, ahead, limits, keeper.filled());
      const [read] = await Promise.all([files, writing]);
      // The threads read on while these rows are judged and written, unless the judgement decides where the shard ends.
      const following = start(behind ?? 0);
      const batch = judgeBatch(candidates, read);
      for (const row of batch.rows) keeper.add(row);
      kept.push(...batch.rows.filter(({ skip }) => skip === undefined));
      writing = waitedForLater(shard.write(batch));
      onRows(batch.rows);
      current = following ?? start(await planBatch(ahead, limits, keeper.filled()));
    }
    await writing;
    await shard.finish();
  } catch (error) {
    await shard.abandon();
    throw error;
  }
  const fileBytes = kept.length === 0 ? 0 : (await stat(join(folder, unfinishedShard))).size;
  const record = keeper.close(fileBytes);
  const base = join(folder, record.inputs);
  await settle(record, kept, folder);
  return { record, arrow: `${base}.arrow`, readColumns: () => readFile(`${base}.rows`) };
}

/** Rows whose files are being read. */
interface Reading {
  readonly candidates: readonly Candidate[];
  readonly files: Promise<ReadFiles>;
}

/** Starts to read the files of a batch; undefined for one without rows. */
function startReading(reader: ImageReader, candidates: readonly Candidate[]): Reading | undefined {
  if (candidates.length === 0) return undefined;
  return { candidates, files: waitedForLater(reader.read(candidates)) };
}

/** The Arrow file gets its name last: where it lies, what belongs to it lies too. */
async function settle(record: ShardRecord, kept: readonly JudgedRow[], folder: string): Promise<void> {
  const base = join(folder, record.inputs);
  await writeDurably(`${base}.rows`, packRowColumns(kept));
  await writeDurably(`${base}.json`, JSON.stringify(record));
  if (record.kept > 0) await rename(join(folder, unfinishedShard), `${base}.arrow`);
}

/** A shard file that is made with the first row that is kept; a shard without such a row has no file. */
function openLazily(path: string, captions: readonly string[]): ShardWriter {
  let writer: ShardWriter | undefined;
  return {
    async write(batch: Batch) {
      if (batch.images.length === 0) return;
      writer ??= await openShard(path, captions);
      await writer.write(batch);
    },
    finish: async () => writer?.finish(),
    abandon: async () => writer?.abandon(),
  };
}
