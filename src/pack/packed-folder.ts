import type { ShardRecord } from './shard-record.ts';

/** Names of the files in a packed source beside its shards. */
export const packedFiles = {
  manifest: 'manifest.json',
  rows: 'rows.bin',
  skipped: 'skipped.csv',
  stamps: 'stamps.json',
} as const;

/** Names that a packed source may hold; anything else is somebody else's. */
export const packedName =
  /^(?:\d{5,}\.arrow|manifest\.json|rows\.bin|skipped\.csv|stamps\.json(?:\.\d+\.new)?)$/u;

/** Raise it when the same input must give other files. */
export const manifestVersion = 2;

/** `manifest.json`: equal wherever the same input is packed; the last file to be written. */
export interface Manifest {
  readonly formatVersion: number;
  readonly source: string;
  /** Rows of the source, and how many of them were packed and left out. */
  readonly rows: number;
  readonly kept: number;
  readonly skipped: number;
  /** Bytes of the kept images and captions. */
  readonly bytes: number;
  readonly shards: readonly ManifestShard[];
  /** How many rows each judgement was passed on, an empty variant by its column; only those that occur. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface ManifestShard {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 of path, captions, size and md5 of its rows. */
  readonly digest: string;
}

/** `stamps.json`: what a later build compares with; it differs from machine to machine because times are in it. */
export interface Stamps {
  readonly formatVersion: number;
  /** Hash of every setting that changes what is packed. */
  readonly settings: string;
  /** The CSV as it was when it was last read from end to end without trouble. */
  readonly csv: CsvStamp | undefined;
  readonly shards: readonly ShardRecord[];
}

export interface CsvStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly rows: number;
}

/** `00000.arrow`, `00001.arrow` …: sorts by code point up to 100,000 shards. */
export function shardName(index: number): string {
  return `${String(index).padStart(5, '0')}.arrow`;
}
