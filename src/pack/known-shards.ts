import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LookAhead } from './look-ahead.ts';
import { manifestVersion, packedFiles, shardName, type Stamps } from './packed-folder.ts';
import { bytesPerRow, columnBytes } from './row-columns.ts';
import { isFull, rowsIntoBlock, type ShardLimits } from './shard-limits.ts';
import { firstKey, hashInputs, type ShardRecord } from './shard-record.ts';
import { listIfThere } from '../disk/list-if-there.ts';
import { readIfThere } from '../disk/read-if-there.ts';
import { statIfThere } from '../disk/stat-if-there.ts';

/** A shard that an earlier build left. */
export interface KnownShard {
  readonly record: ShardRecord;
  /** Absolute; the file is there with the size that the record says. */
  readonly arrow: string;
  /** The columns of its rows as they go into `rows.bin`. */
  readonly readColumns: () => Promise<Buffer>;
}

/** Shards of earlier builds by the key of their first row. */
export type KnownShards = ReadonlyMap<string, readonly KnownShard[]>;

/** Gathers the whole shards of unfinished builds and of the last finished one (`out`, if it had these settings). */
export async function findKnownShards(
  unfinished: readonly string[],
  out: string,
  stamps: Stamps | undefined,
): Promise<KnownShards> {
  const known = new Map<string, KnownShard[]>();
  const lists = await Promise.all([listPacked(out, stamps), ...unfinished.map(listUnfinished)]);
  for (const shard of lists.flat()) {
    const { first, counts, kept, fileBytes } = shard.record;
    // A file that could not be read may be readable now without a change of its time.
    if (counts['unreadable-image'] !== undefined) continue;
    if (kept > 0 && (await statIfThere(shard.arrow))?.size !== fileBytes) continue;
    known.set(first, [...(known.get(first) ?? []), shard]);
  }
  return known;
}

/** The known shard that holds exactly the next rows, if there is one and an undisturbed build would have cut it there too. */
export async function matchShard(
  ahead: LookAhead,
  known: KnownShards,
  limits: ShardLimits,
): Promise<KnownShard | undefined> {
  const next = ahead.at(0);
  if (next === undefined) return undefined;
  const most = limits.rows - rowsIntoBlock(limits, next);
  for (const shard of known.get(firstKey(next)) ?? []) {
    const { rows, inputs } = shard.record;
    if (rows > most) continue;
    if ((await ahead.fill(rows + 1)) < rows) continue;
    const after = ahead.at(rows);
    if (after !== undefined && !isFull(limits, shard.record, after)) continue;
    if (hashInputs(candidatesOf(ahead, rows)) === inputs) return shard;
  }
  return undefined;
}

function* candidatesOf(ahead: LookAhead, count: number) {
  for (let index = 0; index < count; index += 1) {
    const candidate = ahead.at(index);
    if (candidate !== undefined) yield candidate;
  }
}

/** The stamps of a packed folder; undefined when there are none that this version wrote. */
export async function readStamps(out: string): Promise<Stamps | undefined> {
  const text = await readIfThere(join(out, packedFiles.stamps));
  if (text === undefined) return undefined;
  // The format version is compared before anything else is believed; the file is written by this module's neighbours alone.
  const stamps = parseJson(text) as Stamps | undefined;
  return stamps?.formatVersion === manifestVersion ? stamps : undefined;
}

/** The same when the folder was packed with these settings; undefined otherwise. */
export async function readUsableStamps(out: string, settings: string): Promise<Stamps | undefined> {
  const stamps = await readStamps(out);
  return stamps?.settings === settings ? stamps : undefined;
}

async function listPacked(out: string, stamps: Stamps | undefined): Promise<KnownShard[]> {
  const shards = stamps?.shards ?? [];
  const total = shards.reduce((sum, { kept }) => sum + kept, 0);
  const rowsFile = await statIfThere(join(out, packedFiles.rows));
  if (rowsFile?.size !== total * bytesPerRow) return [];
  let [rowsBefore, files] = [0, 0];
  return shards.map((record) => {
    const from = rowsBefore;
    rowsBefore += record.kept;
    const arrow = join(out, shardName(files));
    if (record.kept > 0) files += 1;
    return {
      record,
      arrow,
      readColumns: () => readSlice(join(out, packedFiles.rows), total, from, record.kept),
    };
  });
}

async function listUnfinished(work: string): Promise<KnownShard[]> {
  const names = ((await listIfThere(work)) ?? []).filter(
    (name) => name.endsWith('.json') && name.length === 69,
  );
  const found: KnownShard[] = [];
  for (const name of names.sort()) {
    // Renamed into place whole by packShard, in a folder whose settings file this version wrote.
    const record = parseJson((await readIfThere(join(work, name))) ?? '') as ShardRecord | undefined;
    const base = join(work, name.slice(0, -5));
    if (record !== undefined) {
      found.push({ record, arrow: `${base}.arrow`, readColumns: () => readFile(`${base}.rows`) });
    }
  }
  return found;
}

/** Columns of `count` rows from row `from` of a `rows.bin` that holds `total`. */
async function readSlice(path: string, total: number, from: number, count: number): Promise<Buffer> {
  const slice = Buffer.alloc(count * bytesPerRow);
  const handle = await open(path, 'r');
  try {
    let [columnStart, filled] = [0, 0];
    for (const width of columnBytes) {
      await handle.read(slice, filled, count * width, columnStart + from * width);
      columnStart += total * width;
      filled += count * width;
    }
  } finally {
    await handle.close();
  }
  return slice;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
