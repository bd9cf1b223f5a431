import { join } from 'node:path';
import type { EmittedFile } from '../targets/target.ts';
import { writeWhole } from './write-whole.ts';

/** Writes each generated file whole; existing folders and other files in them stay. */
export async function writeFiles(files: readonly EmittedFile[], folder: string): Promise<void> {
  for (const { path, content, executable } of files) {
    await writeWhole({ path: join(folder, path), content, mode: executable ? 0o755 : 0o644, shown: path });
  }
}
