import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { canReach } from '../../disk/can-reach.ts';
import { DitcError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { toTrouble } from '../../run/system-trouble.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** What is written, and the file of the package that it is a copy of. */
const COPIES = [
  { name: 'experiment.yaml', from: 'templates/init/experiment.yaml' },
  { name: 'experiment.schema.json', from: 'schema/experiment.schema.json' },
  { name: '.gitignore', from: 'templates/init/_gitignore' },
] as const;

/** Writes an experiment to start from, with its schema for editors; a file that is already there is never replaced. */
export async function init(folder: string, { cwd, stdout }: Context): Promise<number> {
  const target = resolve(cwd, folder);
  const experiment = join(folder, 'experiment.yaml');
  if (await canReach(join(target, 'experiment.yaml'))) throw alreadyThere(experiment);
  for (const { name, from } of COPIES) {
    const content = await readFile(new URL(from, packageRoot()));
    const isNew = await writeNew(target, name, content, join(folder, name));
    stdout.write(`${isNew ? 'wrote' : 'kept '} ${join(folder, name)}\n`);
  }
  stdout.write(`next: put your images and a CSV of captions beside it, then \`ditc check ${experiment}\`\n`);
  return EXIT.ok;
}

async function writeNew(folder: string, name: string, content: Uint8Array, shown: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && (await canReach(join(folder, name))))
      return false; // fs rejects with system errors only
    throw toTrouble(error, shown);
  }
}

const alreadyThere = (shown: string): DitcError =>
  new DitcError('env/file-exists', `\`${shown}\` is already there`, {
    help: 'Nothing was written. Name another folder, or move the file away.',
  });
