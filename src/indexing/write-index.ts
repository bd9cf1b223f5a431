import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isMissing } from '../disk/system-error.ts';
import { explainWriteError } from '../pack/explain-write-error.ts';
import { writeDurably } from '../disk/write-durably.ts';
import { npzName, type IndexFiles } from './index-files.ts';

/**
 * Puts an index at `file` and its npz beside it, and says whether anything had to be written: equal files are left alone.
 * Whenever it stops, there is either no JSON or one whose npz belongs to it.
 */
export async function writeIndex(file: string, { json, npz }: IndexFiles): Promise<boolean> {
  const npzFile = join(dirname(file), npzName(file));
  const [sameJson, sameNpz] = await Promise.all([holds(file, json), holds(npzFile, npz)]);
  if (sameJson && sameNpz) return false;
  try {
    await mkdir(dirname(file), { recursive: true });
    if (!sameNpz) {
      await rm(file, { force: true });
      await (npz === undefined ? rm(npzFile, { force: true }) : writeDurably(npzFile, npz));
    }
    await writeDurably(file, json);
  } catch (error) {
    throw explainWriteError(error, dirname(file));
  }
  return true;
}

/** Whether `file` has exactly these bytes, or is not there when there should be none. */
async function holds(file: string, bytes: Buffer | undefined): Promise<boolean> {
  try {
    const present = await readFile(file);
    return bytes !== undefined && present.equals(bytes);
  } catch (error) {
    if (isMissing(error)) return bytes === undefined;
    throw error;
  }
}
