import { createHash, hash } from 'node:crypto';
import type { Candidate } from './candidate.ts';
import type { JudgedRow } from './read-batch.ts';
import { countedAs, reasons, type Remark } from './reasons.ts';
import type { ShardFill } from './shard-limits.ts';
import { textsOf } from './variants.ts';

/** A remark on the row that lies `index` rows behind the shard's first one. */
export interface PlacedRemark extends Remark {
  readonly index: number;
}

/** What is kept about a finished shard, so that it can be told again without reading an image. */
export interface ShardRecord {
  /** Hash of image path, size, modification time and text of every row that went in: equal means nothing to do. */
  readonly inputs: string;
  /** Hash of the first row, to find the shard again. */
  readonly first: string;
  /** Rows of the source that it covers, those that were left out included. */
  readonly rows: number;
  readonly kept: number;
  /** Bytes of the kept images and captions: what the size limit counts. */
  readonly bytes: number;
  /** Bytes of the Arrow file; 0 when no row was kept and there is no file. */
  readonly fileBytes: number;
  /** Hash of what went in without times: equal on every machine. */
  readonly digest: string;
  /** By what `countedAs` says. */
  readonly counts: Readonly<Record<string, number>>;
  /** Every remark for which a row was left out, and the first of each other count. */
  readonly remarks: readonly PlacedRemark[];
}

/** Collects the record of a shard row by row, in order. */
export interface RecordKeeper {
  readonly add: (row: JudgedRow) => void;
  readonly filled: () => ShardFill;
  readonly close: (fileBytes: number) => ShardRecord;
}

/** Starts the record of the shard that begins with this row. */
export function keepRecord(first: Candidate): RecordKeeper {
  const inputs = createHash('sha256');
  const digest = createHash('sha256');
  const counts: Record<string, number> = {};
  const remarks: PlacedRemark[] = [];
  let [rows, kept, bytes] = [0, 0, 0];

  function note(row: JudgedRow): void {
    // A row that is left out counts once, for the reason that decided.
    for (const remark of row.skip === undefined ? row.remarks : [row.skip]) {
      const name = countedAs(remark);
      const count = (counts[name] ?? 0) + 1;
      counts[name] = count;
      if (count === 1 || reasons[remark.reason].effect === 'skip') remarks.push({ ...remark, index: rows });
    }
  }

  return {
    add(row) {
      const { candidate, skip, md5 } = row;
      inputs.update(inputLine(candidate));
      digest.update(`${candidate.row.image}\0${textsOf(candidate.row).join('\0')}\0${candidate.size}\0`);
      digest.update(`${skip?.reason ?? md5?.toString('hex') ?? ''}\n`);
      note(row);
      rows += 1;
      if (skip !== undefined) return;
      kept += 1;
      bytes += weightOf(candidate);
    },
    filled: () => ({ rows, kept, bytes }),
    close: (fileBytes) => ({
      inputs: inputs.digest('hex'),
      first: firstKey(first),
      rows,
      kept,
      bytes,
      fileBytes,
      digest: digest.digest('hex'),
      counts,
      remarks,
    }),
  };
}

/** The hash that a record of these rows has as `inputs`. */
export function hashInputs(candidates: Iterable<Candidate>): string {
  const inputs = createHash('sha256');
  for (const candidate of candidates) inputs.update(inputLine(candidate));
  return inputs.digest('hex');
}

/** The hash that a record has as `first` when it starts with this row. */
export function firstKey({ row }: Candidate): string {
  return hash('sha256', [row.image, ...textsOf(row)].join('\0')).slice(0, 16);
}

/** What the size limit of a shard counts for a row. */
export function weightOf({ size, row, skip }: Candidate): number {
  if (skip) return 0;
  let weight = size + Buffer.byteLength(row.caption ?? '');
  for (const { text } of row.variants ?? []) weight += Buffer.byteLength(text);
  return weight;
}

function inputLine({ row, size, mtimeMs, remarks, skip }: Candidate): string {
  const trouble = skip ? remarks.map(({ reason }) => reason).join() : '';
  const { image, md5, width, height } = row;
  return [image, size, mtimeMs, trouble, ...textsOf(row), md5, width, height].join('\0') + '\n';
}
