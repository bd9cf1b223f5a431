import { readdir } from 'node:fs/promises';
import { isMissing } from './system-error.ts';

/** The names of the folders in a folder, sorted, links left out; none when it is not there. */
export async function listFolders(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
