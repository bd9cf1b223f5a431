import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { EmittedFile } from '../targets/target.ts';
import { toTrouble } from './system-trouble.ts';

/** Writes each file aside and renames it into place; existing folders and other files in them stay. */
export async function writeFiles(files: readonly EmittedFile[], folder: string): Promise<void> {
  for (const file of files) {
    const path = join(folder, file.path);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomic(path, file.content, { mode: file.executable ? 0o755 : 0o644 });
    } catch (error) {
      throw toTrouble(error, file.path);
    }
  }
}
