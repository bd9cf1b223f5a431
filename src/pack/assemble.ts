import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnownShard } from './known-shards.ts';
import { packedFiles, shardName, type Manifest, type Stamps } from './packed-folder.ts';
import { columnBytes } from './row-columns.ts';
import { codeOf } from '../disk/system-error.ts';
import { writeDurably } from '../disk/write-durably.ts';

/** Builds the whole packed folder at `next` from finished shards, the manifest last; shards are linked, not copied, where possible. */
export async function assemble(
  next: string,
  shards: readonly KnownShard[],
  content: { readonly manifest: Manifest; readonly stamps: Stamps; readonly skippedList: string },
): Promise<void> {
  await mkdir(next);
  const files = shards.filter(({ record }) => record.kept > 0);
  for (const [index, { arrow }] of files.entries()) await linkOrCopy(arrow, join(next, shardName(index)));
  await writeRows(join(next, packedFiles.rows), files);
  await rename(content.skippedList, join(next, packedFiles.skipped));
  await writeDurably(join(next, packedFiles.stamps), JSON.stringify(content.stamps));
  await writeDurably(join(next, packedFiles.manifest), renderManifest(content.manifest));
}

/** The text of `manifest.json`. */
export function renderManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Lays the columns of all shards out as three columns of the source, without holding more than one shard. */
async function writeRows(path: string, shards: readonly KnownShard[]): Promise<void> {
  const total = shards.reduce((sum, { record }) => sum + record.kept, 0);
  const handle = await open(path, 'w');
  try {
    let rowsBefore = 0;
    for (const { record, readColumns } of shards) {
      const columns = await readColumns();
      let [columnStart, taken] = [0, 0];
      for (const width of columnBytes) {
        const length = record.kept * width;
        await handle.write(columns, taken, length, columnStart + rowsBefore * width);
        columnStart += total * width;
        taken += length;
      }
      rowsBefore += record.kept;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // File systems without hard links say one of these.
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV'].includes(codeOf(error) ?? ''))
      throw error;
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}
