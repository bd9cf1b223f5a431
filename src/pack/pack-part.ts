import { join } from 'node:path';
import type { PackStep } from '../plan/plan.ts';
import { explainWriteError } from './explain-write-error.ts';
import { findKnownShards } from './known-shards.ts';
import { openPacking, type Packing } from './open-packing.ts';
import { packRows, type PackOptions, type PackProgress } from './pack-rows.ts';
import type { PackReport } from './pack-source.ts';
import { packedFiles } from './packed-folder.ts';
import { type Part, partFolder, type RowRange, shareRows } from './part.ts';
import { isAllowed, refuseTooManyBad } from './refuse-too-many-bad.ts';
import { reportRows } from './report-rows.ts';
import { makeRowLedger } from './row-ledger.ts';
import { openSkippedList } from './skipped-list.ts';
import { openPartArea } from './work-area.ts';

/** What one part of a source came to. */
export interface PartReport extends Pick<
  PackReport,
  'source' | 'kept' | 'skipped' | 'bytes' | 'shards' | 'reusedShards' | 'findings'
> {
  readonly range: RowRange;
  /** Rows of the whole source. */
  readonly totalRows: number;
  /** Folder of the part, as the step calls that of the source. */
  readonly folder: string;
}

export interface PartOptions extends Omit<PackOptions, 'onProgress'> {
  readonly onProgress?: (source: string, progress: PackProgress) => void;
}

/**
 * Packs one part of the rows of some sources into folders beside the packed sources, where `packSource` finds it; parts may be packed
 * at the same time, on several machines. Yields a report for each source that the part has rows of. Killed at any moment, the next
 * call goes on. Throws DitcError when the data or the place is to blame; what is finished stays.
 */
export async function* packPart(
  steps: readonly PackStep[],
  part: Part,
  options: PartOptions,
): AsyncGenerator<PartReport> {
  const opened: Packing[] = [];
  for (const step of steps) opened.push(await openPacking(step, options.root));
  const ranges = shareRows(
    opened.map(({ step, source }) => ({ rows: source.total, blockRows: step.shard.rows })),
    part,
  );
  for (const [index, packing] of opened.entries()) {
    const range = ranges[index];
    if (range === undefined || range.from === range.end) continue;
    try {
      yield await packRange(packing, part, range, options);
    } catch (error) {
      throw explainWriteError(error, packing.step.out);
    }
  }
}

async function packRange(
  { step, out, settings, stamps, source }: Packing,
  part: Part,
  range: RowRange,
  options: PartOptions,
): Promise<PartReport> {
  const { root, signal, onProgress = () => {} } = options;
  const area = await openPartArea({ out, name: step.out }, part, settings);
  const folder = partFolder(step.out, part);
  try {
    const skippedList = await openSkippedList(join(area.folder, packedFiles.skipped));
    const ledger = makeRowLedger(skippedList);
    // The whole build would refuse the source with these rows alone: what is left of the part would be in vain.
    const onShard = async (): Promise<void> => {
      const { rows, skipped } = ledger.totals();
      if (isAllowed(step, skipped, source.total)) return;
      const findings = await reportRows(ledger.tally, source, rows - skipped);
      refuseTooManyBad(step, source, ledger, findings, `${folder}/${packedFiles.skipped}`, source.total);
    };
    const shards = await packRows({
      step,
      source,
      range,
      folder: area.folder,
      known: await findKnownShards(area.finished, out, stamps),
      ledger,
      options: {
        root,
        ...(signal && { signal }),
        onProgress: (progress) => onProgress(step.source, progress),
      },
      onShard,
    }).finally(skippedList.close);
    const { rows, skipped, bytes } = ledger.totals();
    return {
      source: step.source,
      range,
      totalRows: source.total,
      folder,
      kept: rows - skipped,
      skipped,
      bytes,
      shards: shards.filter(({ record }) => record.kept > 0).length,
      reusedShards: ledger.reusedShards(),
      findings: await reportRows(ledger.tally, source, rows - skipped),
    };
  } finally {
    await area.leave();
  }
}
