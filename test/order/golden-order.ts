import { readFileSync } from 'node:fs';

/** A run of the real readers and samplers; `epochs[e][rank]` is what the rank read. */
export interface GoldenOrder<Row, Index = string> {
  readonly index: Index;
  readonly global_seed: number;
  readonly world: number;
  readonly batch: number;
  readonly epochs: readonly (readonly (readonly Row[])[])[];
  readonly iters_per_epoch: number;
}

export interface GoldenMulti extends GoldenOrder<number> {
  /** Row ids of each bucket with those that fill it up; recorded for one of the two seeds, which changes nothing here. */
  readonly padded?: Readonly<Record<string, readonly number[]>>;
  readonly padded_lengths: Readonly<Record<string, number>>;
  /** `batch_sizes[e][rank]`: the size of every batch. */
  readonly batch_sizes: readonly (readonly (readonly string[])[])[];
}

export interface GoldenResume extends Omit<GoldenOrder<number>, 'iters_per_epoch'> {
  readonly start_epoch: number;
  readonly start_epoch_step: number;
  readonly iters: readonly number[];
}

/** All runs that were recorded. */
export interface GoldenOrders {
  readonly single: readonly GoldenOrder<number>[];
  readonly multireso: readonly GoldenMulti[];
  /** Rows as shard and row. */
  readonly multi_index: readonly GoldenOrder<readonly [string, number], readonly string[]>[];
  readonly resume: readonly GoldenResume[];
}

export interface GoldenShuffle {
  readonly seed: number;
  readonly n: number;
  readonly result: readonly number[];
}

export interface GoldenPrimitives {
  readonly np_randomstate_shuffle: readonly GoldenShuffle[];
  readonly python_random_shuffle: readonly GoldenShuffle[];
  readonly np_mt19937_first_u32: Readonly<Record<string, readonly number[]>>;
  readonly python_mt19937_first_u32: Readonly<Record<string, readonly number[]>>;
  readonly np_randomstate_shuffle_100000: {
    readonly seed: number;
    readonly sha256_of_int64_le_bytes: string;
  };
}

const folder = new URL('../golden/indexkits/n_order/', import.meta.url);

/** The caller names the type: these files were written by one program in one shape. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}
