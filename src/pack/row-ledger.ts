import type { Candidate } from './candidate.ts';
import type { PackProgress } from './pack-rows.ts';
import type { JudgedRow } from './read-batch.ts';
import { countedAs, reasons } from './reasons.ts';
import type { ShardRecord } from './shard-record.ts';
import type { SkippedList } from './skipped-list.ts';
import { makeCaptionMemory, makeTally, type Tally } from './tally.ts';

/** Keeps the counts of a build over packed and known rows alike, and writes the list of rows that are left out. */
export interface RowLedger {
  readonly tally: Tally;
  readonly addPacked: (rows: readonly JudgedRow[]) => void;
  /** Takes over the rows of a shard that an earlier build had judged. */
  readonly addKnown: (rows: readonly Candidate[], record: ShardRecord) => void;
  readonly endShard: () => Promise<void>;
  readonly totals: () => { readonly rows: number; readonly skipped: number; readonly bytes: number };
  readonly reusedShards: () => number;
  readonly progress: (totalRows: number) => PackProgress;
}

export function makeRowLedger(skippedList: SkippedList): RowLedger {
  const tally = makeTally();
  const cameBefore = makeCaptionMemory();
  const totals = { rows: 0, skipped: 0, bytes: 0 };
  const shards = { done: 0, reused: 0 };

  function addKept({ row, size }: Candidate): void {
    totals.bytes += size;
    const caption = row.caption ?? '';
    if (!cameBefore(caption)) return;
    tally.add(row, { reason: 'repeated-caption', detail: `\`${caption.slice(0, 40)}\``, field: 'caption' });
  }

  return {
    tally,
    addPacked(rows) {
      for (const { candidate, remarks, skip } of rows) {
        totals.rows += 1;
        for (const remark of skip === undefined ? remarks : [skip]) tally.add(candidate.row, remark);
        if (skip === undefined) addKept(candidate);
        else {
          totals.skipped += 1;
          skippedList.add(candidate.row, skip);
        }
      }
    },
    addKnown(rows, record) {
      const skipped = new Set<number>();
      for (const { index, ...remark } of record.remarks) {
        const row = rows[index]?.row;
        if (row === undefined) continue;
        const skip = reasons[remark.reason].effect === 'skip';
        tally.add(row, remark, skip ? 1 : (record.counts[countedAs(remark)] ?? 1));
        if (!skip) continue;
        skipped.add(index);
        skippedList.add(row, remark);
      }
      totals.rows += rows.length;
      totals.skipped += skipped.size;
      for (const [index, candidate] of rows.entries()) if (!skipped.has(index)) addKept(candidate);
      if (record.kept > 0) shards.reused += 1;
    },
    async endShard() {
      shards.done += 1;
      await skippedList.flush();
    },
    totals: () => totals,
    reusedShards: () => shards.reused,
    progress: (totalRows) => ({
      rows: totals.rows,
      totalRows,
      skipped: totals.skipped,
      bytes: totals.bytes,
      shards: shards.done,
      reusedShards: shards.reused,
    }),
  };
}
