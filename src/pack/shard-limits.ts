import type { Candidate } from './candidate.ts';
import type { LookAhead } from './look-ahead.ts';
import { weightOf } from './shard-record.ts';

/** Where a shard ends: at a multiple of so many rows of the source, or before at so many bytes. */
export interface ShardLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** What a shard holds so far. */
export interface ShardFill {
  /** Rows of the source, those that were left out included. */
  readonly rows: number;
  readonly kept: number;
  /** Of the kept images and captions. */
  readonly bytes: number;
}

/** Rows and bytes of a batch: small enough that memory stays flat, large enough that shards have few batches. */
const batchRows = 256;
export const batchBytes = 16 * 2 ** 20;

/** How many of the rows ahead go into the next batch of a shard that holds so much already; 0 when the shard is full. */
export async function planBatch(ahead: LookAhead, limits: ShardLimits, filled: ShardFill): Promise<number> {
  const available = await ahead.fill(batchRows);
  let [count, kept, weight] = [0, 0, 0];
  while (count < Math.min(available, batchRows)) {
    const next = ahead.at(count);
    if (next === undefined) break;
    const fill = { rows: filled.rows + count, kept: filled.kept + kept, bytes: filled.bytes + weight };
    if (isFull(limits, fill, next)) break;
    if (weight > 0 && weight + weightOf(next) > batchBytes) break;
    count += 1;
    weight += weightOf(next);
    if (!next.skip) kept += 1;
  }
  return count;
}

/**
 * The same for the batch behind one that is not judged yet; undefined where it depends on how many of those rows are kept. With all of
 * them a shard holds the most that it can, with none the least, and what is the same for both is so for whatever lies between.
 */
export async function planBatchBehind(
  unjudged: readonly Candidate[],
  ahead: LookAhead,
  limits: ShardLimits,
  filled: ShardFill,
): Promise<number | undefined> {
  const least = { ...filled, rows: filled.rows + unjudged.length };
  const most = {
    ...least,
    kept: filled.kept + unjudged.filter(({ skip }) => !skip).length,
    bytes: unjudged.reduce((sum, candidate) => sum + weightOf(candidate), filled.bytes),
  };
  const count = await planBatch(ahead, limits, least);
  return count === (await planBatch(ahead, limits, most)) ? count : undefined;
}

/**
 * Whether a shard with that much in it has no place for the row behind it. Rows of the source decide, kept or not, as in upstream's
 * packer (HunyuanDiT 368280e, csv2arrow.py, `num_slice`): a bad row moves no shard but its own. A row that is too large alone
 * gets its own shard.
 */
export function isFull(limits: ShardLimits, { rows, kept, bytes }: ShardFill, next: Candidate): boolean {
  if (rows > 0 && rowsIntoBlock(limits, next) === 0) return true;
  return kept > 0 && bytes + weightOf(next) > limits.bytes;
}

/** How many rows of the source stand between the last multiple and this one. */
export function rowsIntoBlock(limits: Pick<ShardLimits, 'rows'>, { row }: Candidate): number {
  return (row.number - 1) % limits.rows;
}
