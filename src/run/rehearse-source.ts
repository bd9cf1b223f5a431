import { resolve } from 'node:path';
import { DitcError } from '../errors.ts';
import { readStamps } from '../pack/known-shards.ts';
import { reasons } from '../pack/reasons.ts';
import type { ShardRecord } from '../pack/shard-record.ts';
import { openSource } from '../pack/source.ts';
import type { SourceRow } from '../pack/source-row.ts';
import type { PackStep } from '../plan/plan.ts';

/** A row by where it was packed. */
export interface PackedPlace {
  /** File name of the shard. */
  readonly shard: string;
  readonly row: number;
}

/**
 * The rows of a source from which packed rows were made, in the order of `places`. The shards do not say; their records tell how many
 * rows each covers and which were left out. The source is read anew, up to the last row that is asked for.
 */
export async function findSourceRows(
  step: PackStep,
  root: string,
  places: readonly PackedPlace[],
): Promise<readonly SourceRow[]> {
  const stamps = await readStamps(resolve(root, step.out));
  const records = stamps?.shards ?? [];
  const wanted = places.map((place) => countBefore(records, place));
  const found = new Map<number, SourceRow>();
  const missing = new Set(wanted);
  const source = await openSource(step, root, stamps?.csv);
  let position = 0;
  for await (const row of source.rows()) {
    if (missing.delete(position)) found.set(position, row);
    if (missing.size === 0) break;
    position += 1;
  }
  return wanted.map((at) => {
    const row = found.get(at);
    if (row === undefined) throw sourceChanged(step.source);
    return row;
  });
}

/** The numbers that packed rows have in their source, counted from 1, without reading it. */
export async function sourceNumbers(
  step: PackStep,
  root: string,
  places: readonly PackedPlace[],
): Promise<readonly number[]> {
  const stamps = await readStamps(resolve(root, step.out));
  return places.map((place) => countBefore(stamps?.shards ?? [], place) + 1);
}

/** How many rows of the source stand before the one that was packed there; NaN when the records do not have it. */
function countBefore(records: readonly ShardRecord[], { shard, row }: PackedPlace): number {
  const number = Number.parseInt(shard, 10);
  let [before, files] = [0, 0];
  for (const record of records) {
    if (record.kept > 0) {
      if (files === number) return before + positionOf(record, row);
      files += 1;
    }
    before += record.rows;
  }
  return Number.NaN;
}

/** The position of a kept row among all rows of its shard. */
function positionOf(record: ShardRecord, row: number): number {
  return leftOut(record).reduce((position, index) => (index <= position ? position + 1 : position), row);
}

/** The rows of a shard's part of the source that were not packed, in order, from 0. */
export function leftOut({ remarks }: ShardRecord): readonly number[] {
  const left = remarks.filter(({ reason }) => reasons[reason].effect === 'skip').map(({ index }) => index);
  return left.sort((a, b) => a - b);
}

/** For rows that do not fit what was packed. */
export function sourceChanged(source: string): DitcError {
  return new DitcError(
    'env/source-changed',
    `The source \`${source}\` is not what it was when it was packed`,
    {
      help: 'Run `ditc build` for this experiment again.',
    },
  );
}
