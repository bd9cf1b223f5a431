import { readdir } from 'node:fs/promises';
import { codeOf } from './system-error.ts';

/** The names in a folder; undefined when it is not there. */
export async function listIfThere(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
