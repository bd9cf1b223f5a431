import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackStep } from '../plan/plan.ts';
import { assemble, renderManifest } from './assemble.ts';
import { findKnownShards, readUsableStamps, type KnownShard } from './known-shards.ts';
import { openPacking, type Packing } from './open-packing.ts';
import { packRows, type PackOptions } from './pack-rows.ts';
import { manifestVersion, packedFiles, shardName, type Manifest, type Stamps } from './packed-folder.ts';
import { refuseTooManyBad } from './refuse-too-many-bad.ts';
import { reportRows, type RowFinding } from './report-rows.ts';
import { openSkippedList } from './skipped-list.ts';
import type { Source } from './source.ts';
import { explainWriteError } from './explain-write-error.ts';
import { makeRowLedger, type RowLedger } from './row-ledger.ts';
import { openWorkArea, type WorkArea } from './work-area.ts';
import { writeDurably } from '../disk/write-durably.ts';

export interface PackReport {
  readonly source: string;
  /** As in the step. */
  readonly out: string;
  /** True when nothing had to be done; nothing was touched then. */
  readonly unchanged: boolean;
  readonly rows: number;
  readonly kept: number;
  readonly skipped: number;
  readonly bytes: number;
  readonly shards: number;
  readonly reusedShards: number;
  readonly findings: readonly RowFinding[];
}

/**
 * Brings the shards of a source up to date: judges every row, packs what is new, keeps what is unchanged or was packed in parts, and
 * puts the whole into place at the end. Killed at any moment, the next call goes on. Throws DitcError when the data or the place is to blame;
 * what was packed before stays as it was then.
 */
export async function packSource(step: PackStep, options: PackOptions): Promise<PackReport> {
  try {
    const packing = await openPacking(step, options.root);
    const area = await openWorkArea({ out: packing.out, name: step.out }, packing.settings);
    try {
      return await packInto(area, packing, options);
    } finally {
      await area.leave();
    }
  } catch (error) {
    throw explainWriteError(error, step.out);
  }
}

async function packInto(area: WorkArea, packing: Packing, options: PackOptions): Promise<PackReport> {
  const { step, out, source, settings } = packing;
  // Read again: another build may have ended before the lock was taken.
  const stamps = await readUsableStamps(out, settings);
  const known = await findKnownShards(area.finished, out, stamps);
  const skippedPath = join(area.folder, packedFiles.skipped);
  const skipped = await openSkippedList(skippedPath);
  const ledger = makeRowLedger(skipped);
  const { folder } = area;
  const shards = await packRows({ step, source, folder, known, ledger, options }).finally(skipped.close);
  const totals = ledger.totals();
  const findings = await reportRows(ledger.tally, source, totals.rows - totals.skipped);
  refuseTooManyBad(step, source, ledger, findings, `${step.out}.partial/${packedFiles.skipped}`);

  const manifest = makeManifest(step, shards, ledger);
  const content = {
    manifest,
    stamps: makeStamps(settings, source, shards),
    skippedList: skippedPath,
  };
  const unchanged =
    shards.every(({ arrow }) => arrow.startsWith(join(out, '/'))) &&
    (await isSame(out, manifest, skippedPath));
  if (unchanged) {
    await refreshStamps(out, stamps, content.stamps);
    await area.discard();
  } else {
    await assemble(area.next, shards, content);
    await area.swapIn();
  }
  const reusedShards = ledger.reusedShards();
  return {
    source: step.source,
    out: step.out,
    unchanged,
    rows: manifest.rows,
    kept: manifest.kept,
    skipped: manifest.skipped,
    bytes: manifest.bytes,
    shards: manifest.shards.length,
    reusedShards,
    findings,
  };
}

function makeManifest(step: PackStep, shards: readonly KnownShard[], ledger: RowLedger): Manifest {
  const files = shards.map(({ record }) => record).filter(({ kept }) => kept > 0);
  const { rows, skipped, bytes } = ledger.totals();
  return {
    formatVersion: manifestVersion,
    source: step.source,
    rows,
    kept: rows - skipped,
    skipped,
    bytes,
    shards: files.map((record, index) => ({
      file: shardName(index),
      rows: record.kept,
      bytes: record.fileBytes,
      digest: record.digest,
    })),
    counts: ledger.tally.counts(),
  };
}

function makeStamps(settings: string, source: Source, shards: readonly KnownShard[]): Stamps {
  return {
    formatVersion: manifestVersion,
    settings,
    csv: source.stamp,
    shards: shards.map(({ record }) => record),
  };
}

/** Whether the packed source holds exactly what would be written, so that it can stay. */
async function isSame(out: string, manifest: Manifest, skippedPath: string): Promise<boolean> {
  const [old, oldSkipped, newSkipped] = await Promise.all([
    readFile(join(out, packedFiles.manifest), 'utf8'),
    readFile(join(out, packedFiles.skipped)),
    readFile(skippedPath),
  ]);
  return old === renderManifest(manifest) && oldSkipped.equals(newSkipped);
}

/** A CSV that was saved again without a change need not be read through the next time. */
async function refreshStamps(out: string, before: Stamps | undefined, now: Stamps): Promise<void> {
  const text = JSON.stringify(now);
  if (before === undefined || JSON.stringify(before) !== text) {
    await writeDurably(join(out, packedFiles.stamps), text);
  }
}
