import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Manifest, manifestVersion, packedFiles, shardName } from '../../src/pack/packed-folder.ts';

export interface FixtureRow {
  readonly height: number;
  readonly width: number;
  /** 32 hexadecimal digits. */
  readonly md5: string;
}

/** Writes what an index reads of a packed source: the manifest and the columns of its rows. The shards themselves stay empty files. */
export function writePackedFolder(
  folder: string,
  source: string,
  shards: readonly (readonly FixtureRow[])[],
): void {
  const rows = shards.flat();
  const manifest: Manifest = {
    formatVersion: manifestVersion,
    source,
    rows: rows.length,
    kept: rows.length,
    skipped: 0,
    bytes: 0,
    shards: shards.map((shard, at) => ({ file: shardName(at), rows: shard.length, bytes: 0, digest: '' })),
    counts: {},
  };
  mkdirSync(folder, { recursive: true });
  for (const { file } of manifest.shards) writeFileSync(join(folder, file), '');
  const sizes = Int32Array.from([...rows.map(({ width }) => width), ...rows.map(({ height }) => height)]);
  const sums = Buffer.from(rows.map(({ md5 }) => md5).join(''), 'hex');
  writeFileSync(join(folder, packedFiles.rows), Buffer.concat([new Uint8Array(sizes.buffer), sums]));
  writeFileSync(join(folder, packedFiles.manifest), JSON.stringify(manifest));
}

/** Rows of many shapes, the same every time; every tenth has the sum of the row before it. */
export function porcelainRows(count: number, seed = 1): readonly FixtureRow[] {
  let state = seed;
  const next = () => (state = (state * 48_271) % 2_147_483_647);
  const rows: FixtureRow[] = [];
  for (let row = 0; row < count; row += 1) {
    const md5 = next().toString(16).padStart(8, '0').repeat(4);
    const twin = row % 10 === 9 ? rows.at(-1)?.md5 : undefined;
    rows.push({ height: 300 + (next() % 2000), width: 300 + (next() % 2000), md5: twin ?? md5 });
  }
  return rows;
}
