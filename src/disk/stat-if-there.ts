import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isMissing } from './system-error.ts';

/** What the system knows of a path, links followed; undefined when nothing is there. */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
