import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toTrouble } from './system-trouble.ts';

/** What is written, and how a message calls its path. */
export interface WholeFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly shown: string;
}

/**
 * Writes a file so that its name never stands for half of it: aside, to the last byte, flushed, renamed; its folder is
 * made. On a disk that is almost full, one `write` may take a part and report no error, so `writeFile` goes on until all
 * is written or the error comes.
 */
export async function writeWhole({ path, content, mode, shown }: WholeFile): Promise<void> {
  const aside = `${path}.${process.pid}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(aside, 'w', mode);
    try {
      await file.writeFile(content);
      await file.chmod(mode); // `open` leaves out what the umask forbids
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {}); // the first error is the one to tell
    throw toTrouble(error, shown);
  }
}
