import type { LookAhead } from './look-ahead.ts';
import { weightOf } from './shard-record.ts';

/** Where a shard ends: at so many rows or so many bytes, whichever comes first. */
export interface ShardLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** Rows and bytes of a batch: small enough that memory stays flat, large enough that shards have few batches. */
const batchRows = 256;
export const batchBytes = 16 * 2 ** 20;

/** How many of the rows ahead go into the next batch of a shard that holds `kept` rows already; 0 when the shard is full. */
export async function planBatch(
  ahead: LookAhead,
  limits: ShardLimits,
  kept: number,
  bytes: number,
): Promise<number> {
  const available = await ahead.fill(batchRows);
  let [count, rows, weight] = [0, 0, 0];
  while (count < Math.min(available, batchRows)) {
    const next = ahead.at(count);
    if (next === undefined || isFull(limits, kept + rows, bytes + weight, weightOf(next))) break;
    if (weight > 0 && weight + weightOf(next) > batchBytes) break;
    count += 1;
    weight += weightOf(next);
    if (!next.skip) rows += 1;
  }
  return count;
}

/** Whether a shard with that much in it has no place for a row of that weight. A row that is too large alone gets its own shard. */
export function isFull(limits: ShardLimits, kept: number, bytes: number, nextWeight: number): boolean {
  return kept >= limits.rows || (kept > 0 && bytes + nextWeight > limits.bytes);
}
