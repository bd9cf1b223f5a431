import { open, rename } from 'node:fs/promises';

/** Writes a whole file so that its name never stands for half of it: aside, flushed, renamed. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const aside = `${path}.new`;
  const handle = await open(aside, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, path);
}
