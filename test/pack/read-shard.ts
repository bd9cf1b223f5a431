import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';

export interface ShardRow {
  readonly text: unknown;
  readonly md5: unknown;
  readonly width: number;
  readonly height: number;
  readonly image: Uint8Array;
}

/** Names and bytes of every file in a packed folder. */
export function readFolder(folder: string): Map<string, Buffer> {
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
}

/** The rows of all shards of a packed folder, in order. */
export function readRows(folder: string): ShardRow[] {
  const shards = readdirSync(folder).filter((name) => name.endsWith('.arrow'));
  return shards.sort().flatMap((name) => readShard(join(folder, name)));
}

/** The rows of one shard, in order. */
export const readShard = (path: string): ShardRow[] =>
  tableFromIPC(readFileSync(path))
    .toArray()
    .map((row) => ({
      text: row['text_zh'],
      md5: row['md5'],
      width: Number(row['width']),
      height: Number(row['height']),
      image: row['image'],
    }));
