import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DitcError } from '../errors.ts';
import { takeLock } from './lock.ts';
import { packedFiles, packedName } from './packed-folder.ts';
import { codeOf, isMissing } from '../disk/system-error.ts';
import { writeDurably } from '../disk/write-durably.ts';

/** The folder beside a packed source in which a build works: `<out>.partial`. All paths are absolute. */
export interface WorkArea {
  readonly folder: string;
  /** The packed source as it will be, until it takes its place. */
  readonly next: string;
  /** Puts `next` into the place of the packed source and removes the rest. */
  readonly swapIn: () => Promise<void>;
  /** Removes the work area; the packed source stays as it was. */
  readonly discard: () => Promise<void>;
  /** Lets go of the lock and leaves the finished shards for the next build. */
  readonly leave: () => Promise<void>;
}

const settingsFile = 'settings';
const workName =
  /^(?:lock|settings(?:\.\d+\.new)?|next|old|writing\.arrow|skipped\.csv|[0-9a-f]{64}\.(?:arrow|rows|json)(?:\.\d+\.new)?)$/u;

/**
 * Locks the work area of `out` and repairs what a killed build left; shards made under other settings are removed.
 * `name` is how messages call the packed source. Throws `env/locked` or `env/foreign-files`.
 */
export async function openWorkArea(out: string, name: string, settings: string): Promise<WorkArea> {
  const folder = `${out}.partial`;
  await refuseForeignFiles(out, name, packedName, packedFiles.manifest);
  await refuseForeignFiles(folder, `${name}.partial`, workName, undefined);
  const unlock = await lockFolder(folder, name);
  const paths = { next: join(folder, 'next'), old: join(folder, 'old') };
  try {
    await finishSwap(out, paths.next, paths.old);
    await rm(join(folder, 'writing.arrow'), { force: true });
    if ((await readIfThere(join(folder, settingsFile))) !== settings) await forget(folder, settings);
  } catch (error) {
    await unlock();
    throw error;
  }
  return {
    folder,
    next: paths.next,
    async swapIn() {
      await renameIfThere(out, paths.old);
      await rename(paths.next, out);
      await removeAll(folder, unlock);
    },
    discard: () => removeAll(folder, unlock),
    leave: unlock,
  };
}

async function lockFolder(folder: string, name: string): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt += 1) {
    await mkdir(folder, { recursive: true });
    try {
      return await takeLock(join(folder, 'lock'), name);
    } catch (error) {
      // A build that ended just now took the folder with it.
      if (!isMissing(error) || attempt >= 10) throw error;
    }
  }
}

/** A build may have been killed between the two renames of `swapIn`, or after them. */
async function finishSwap(out: string, next: string, old: string): Promise<void> {
  const complete = (await readIfThere(join(next, packedFiles.manifest))) !== undefined;
  if ((await listIfThere(out)) === undefined) {
    const before = await listIfThere(old);
    if (before !== undefined) await rename(complete ? next : old, out);
  }
  await rm(old, { recursive: true, force: true });
  await rm(next, { recursive: true, force: true });
}

async function forget(folder: string, settings: string): Promise<void> {
  for (const file of (await listIfThere(folder)) ?? []) {
    if (file !== 'lock') await rm(join(folder, file), { recursive: true });
  }
  await writeDurably(join(folder, settingsFile), settings);
}

/** The lock goes last, so that nobody can start in a folder that is being removed. */
async function removeAll(folder: string, unlock: () => Promise<void>): Promise<void> {
  for (const file of (await listIfThere(folder)) ?? []) {
    if (file !== 'lock') await rm(join(folder, file), { recursive: true, force: true });
  }
  await unlock();
  try {
    await rmdir(folder);
  } catch (error) {
    // The next build may have begun in it already.
    if (codeOf(error) !== 'ENOTEMPTY' && !isMissing(error)) throw error;
  }
}

async function refuseForeignFiles(
  folder: string,
  name: string,
  ours: RegExp,
  needed: string | undefined,
): Promise<void> {
  const files = (await listIfThere(folder)) ?? [];
  const foreign = files.find((file) => !ours.test(file));
  const unmarked = needed !== undefined && files.length > 0 && !files.includes(needed);
  if (foreign === undefined && !unmarked) return;
  const what = foreign === undefined ? `no \`${needed}\`` : `\`${foreign}\` in it`;
  throw new DitcError('env/foreign-files', `\`${name}\` was not made by ditc: there is ${what}`, {
    help: 'Nothing was touched. Move these files elsewhere, or set `machine.packed` to another folder.',
  });
}

async function listIfThere(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
