import type { PackStep } from '../plan/plan.ts';
import { openImageReader } from './image-reader.ts';
import { matchShard, type KnownShard, type KnownShards } from './known-shards.ts';
import { makeLookAhead } from './look-ahead.ts';
import { packShard } from './pack-shard.ts';
import type { RowRange } from './part.ts';
import type { RowLedger } from './row-ledger.ts';
import type { Source } from './source.ts';

export interface PackProgress {
  /** Rows that are done, those that were left out included. */
  readonly rows: number;
  readonly totalRows: number;
  readonly skipped: number;
  /** Bytes of images packed or found packed already. */
  readonly bytes: number;
  /** Shards that are finished, and how many of them an earlier build had made. */
  readonly shards: number;
  readonly reusedShards: number;
}

export interface PackOptions {
  /** Absolute folder of the experiment; relative paths of the step start there. */
  readonly root: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PackProgress) => void;
}

/** What is packed, and where. */
export interface RowsJob {
  readonly step: PackStep;
  readonly source: Source;
  /** The rows to pack; without it all. */
  readonly range?: RowRange;
  /** Absolute; finished shards are left there. */
  readonly folder: string;
  readonly known: KnownShards;
  readonly ledger: RowLedger;
  readonly options: PackOptions;
  /** Called after each shard; what it throws ends the work. */
  readonly onShard?: () => Promise<void>;
}

/** Walks over rows, shard by shard: one that is known already is taken as it is, the others are packed. */
export async function packRows(job: RowsJob): Promise<KnownShard[]> {
  const { step, source, range, folder, known, ledger, options, onShard } = job;
  const ahead = makeLookAhead(source.rows(range), source.dataRoot, options.signal);
  const reader = openImageReader();
  const shards: KnownShard[] = [];
  const tell = () => {
    options.onProgress?.(ledger.progress(range ? range.end - range.from : source.total));
    options.signal?.throwIfAborted();
  };
  try {
    while ((await ahead.fill(1)) > 0) {
      const match = await matchShard(ahead, known, step.shard);
      if (match === undefined) {
        shards.push(
          await packShard(ahead, reader, step, folder, (rows) => {
            ledger.addPacked(rows);
            tell();
          }),
        );
      } else {
        ledger.addKnown(ahead.take(match.record.rows), match.record);
        shards.push(match);
      }
      await ledger.endShard();
      tell();
      await onShard?.();
    }
  } finally {
    await ahead.close();
    await reader.close();
  }
  return shards;
}
