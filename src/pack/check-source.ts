import type { PackStep } from '../plan/plan.ts';
import { DataFileError, type DataFinding } from './data-finding.ts';
import { openImageReader } from './image-reader.ts';
import { makeLookAhead } from './look-ahead.ts';
import type { PackOptions } from './pack-rows.ts';
import { judgeBatch, type JudgedRow } from './read-batch.ts';
import { reportRows, type RowFinding } from './report-rows.ts';
import type { Remark } from './reasons.ts';
import { planBatch } from './shard-limits.ts';
import { openSource, type Source } from './source.ts';
import { makeCaptionMemory, makeTally } from './tally.ts';

export interface SourceCheck {
  readonly rows: number;
  /** Rows that packing would leave out. */
  readonly skipped: number;
  /** Set when the CSV itself cannot be used; nothing else was looked at then. */
  readonly fileError: DataFinding | undefined;
  readonly findings: readonly RowFinding[];
}

export interface CheckOptions extends Omit<PackOptions, 'onProgress'> {
  /** Rows that each judgement is shown at; without it a few. */
  readonly examples?: number;
  /** Pixels of a side that images are trained at; smaller ones are told. */
  readonly trainedSize?: number;
}

/** Says what packing would say about a source, without writing anything: every row is read and judged in the same way. */
export async function checkSource(step: PackStep, options: CheckOptions): Promise<SourceCheck> {
  try {
    return await checkRows(await openSource(step, options.root, undefined), options);
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error;
    return { rows: 0, skipped: 0, fileError: error.finding, findings: [] };
  }
}

async function checkRows(source: Source, options: CheckOptions): Promise<SourceCheck> {
  const tally = makeTally(options.examples);
  const cameBefore = makeCaptionMemory();
  let [rows, skipped] = [0, 0];
  for await (const judged of judgeRows(source, options.signal)) {
    rows += 1;
    const { row } = judged.candidate;
    // A row that is left out for one reason is still told its others: nobody mends a row twice.
    for (const remark of [...judged.remarks, ...judgeSize(judged, options.trainedSize)])
      tally.add(row, remark);
    if (judged.skip !== undefined) skipped += 1;
    else if (cameBefore(row.caption ?? '')) {
      tally.add(row, { reason: 'repeated-caption', detail: 'as in an earlier row', field: 'caption' });
    }
  }
  return { rows, skipped, fileError: undefined, findings: await reportRows(tally, source, rows) };
}

/** An image whose short side is below the trained one is blown up to it (trap T94); an index filters or counts it. */
function judgeSize({ width, height, skip }: JudgedRow, trained = 0): readonly Remark[] {
  if (skip !== undefined || Math.min(width, height) >= trained) return [];
  const detail = `${width}x${height}, trained at ${trained}`;
  return [{ reason: 'small-image', detail, field: 'image' }];
}

/** Reads and judges every row of a source in order, holding one batch of images at a time. */
export async function* judgeRows(source: Source, signal?: AbortSignal): AsyncGenerator<JudgedRow> {
  const ahead = makeLookAhead(source.rows(), source.dataRoot, signal);
  const reader = openImageReader();
  const [noLimits, nothing] = [
    { rows: Infinity, bytes: Infinity },
    { rows: 0, kept: 0, bytes: 0 },
  ];
  try {
    for (;;) {
      const count = await planBatch(ahead, noLimits, nothing);
      if (count === 0) return;
      const candidates = ahead.take(count);
      yield* judgeBatch(candidates, await reader.read(candidates)).rows;
    }
  } finally {
    await ahead.close();
    await reader.close();
  }
}
