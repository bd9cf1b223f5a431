import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeDurably } from '../disk/write-durably.ts';
import { toTrouble } from './system-trouble.ts';

/** What is written, and how a message calls its path. */
export interface WholeFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly shown: string;
}

/** Writes a file whole, with the folders on its way; what the system refuses is told with a way out. */
export async function writeWhole({ path, content, mode, shown }: WholeFile): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeDurably(path, content, mode);
  } catch (error) {
    throw toTrouble(error, shown);
  }
}
