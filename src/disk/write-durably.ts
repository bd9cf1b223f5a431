import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file so that its name never stands for half of it: aside, to the last byte, flushed, renamed. On a disk that is
 * almost full, one `write` may take a part and report no error, so `writeFile` goes on until all is written or the error comes.
 */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const aside = `${path}.${process.pid}.new`;
  try {
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
    throw error;
  }
}
