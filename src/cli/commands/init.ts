import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DitcError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

const FILES = ['experiment.yaml', '.gitignore'];

/** Copies the template of an experiment; a file that is already there is never replaced. */
export async function init(folder: string, { cwd, stdout }: Context): Promise<number> {
  const target = resolve(cwd, folder);
  await mkdir(target, { recursive: true });
  for (const name of FILES) {
    const content = await readFile(new URL(`templates/init/${name.replace(/^\./, '_')}`, packageRoot()));
    await writeNew(join(target, name), content, join(folder, name));
    stdout.write(`wrote ${join(folder, name)}\n`);
  }
  stdout.write(`next: put your images and captions beside it, then \`ditc check ${join(folder, 'experiment.yaml')}\`\n`);
  return EXIT.ok;
}

async function writeNew(path: string, content: Uint8Array, shown: string): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new DitcError('env/file-exists', `\`${shown}\` is already there`, { help: 'Nothing was replaced. Name another folder, or move the file away.', cause: error });
  }
}
