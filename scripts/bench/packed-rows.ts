import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestVersion, packedFiles, shardName, type Manifest } from '../../src/pack/packed-folder.ts';

const rowsPerShard = 5000;

/** Writes what an index reads of a packed source of `count` rows, sides of 700 to 2,099 pixels; there are no shards behind it. */
export function writePackedRows(folder: string, source: string, count: number): void {
  const bytes = Buffer.alloc(count * 24);
  let state = 7;
  const draw = () => (state = (state * 48_271) % 2_147_483_647);
  for (let row = 0; row < count; row += 1) {
    bytes.writeInt32LE(700 + (draw() % 1400), row * 4);
    bytes.writeInt32LE(700 + (draw() % 1400), (count + row) * 4);
    createHash('md5')
      .update(String(row))
      .digest()
      .copy(bytes, count * 8 + row * 16);
  }
  const shards = Array.from({ length: Math.ceil(count / rowsPerShard) }, (_, index) => ({
    file: shardName(index),
    rows: Math.min(rowsPerShard, count - index * rowsPerShard),
    bytes: 0,
    digest: '',
  }));
  const manifest: Manifest = {
    formatVersion: manifestVersion,
    source,
    rows: count,
    kept: count,
    skipped: 0,
    bytes: 0,
    shards,
    counts: {},
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, packedFiles.rows), bytes);
  writeFileSync(join(folder, packedFiles.manifest), JSON.stringify(manifest));
}
