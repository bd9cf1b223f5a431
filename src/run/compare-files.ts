import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmittedFile } from '../targets/target.ts';
import { toTrouble } from './system-trouble.ts';

/** What writing a file would do to the disk. */
export type Change = 'create' | 'update' | 'same';

/** The generated files against those on disk, byte for byte and with the executable bit. */
export async function compareFiles(
  files: readonly EmittedFile[],
  folder: string,
): Promise<ReadonlyMap<string, Change>> {
  return new Map(
    await Promise.all(
      files.map(async (file) => [file.path, await compareFile(file, join(folder, file.path))] as const),
    ),
  );
}

async function compareFile(file: EmittedFile, path: string): Promise<Change> {
  try {
    const [content, { mode }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const isExecutable = (mode & 0o100) !== 0;
    return content === file.content && isExecutable === file.executable ? 'same' : 'update';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // fs rejects with system errors only
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'create';
    throw toTrouble(error, file.path);
  }
}
