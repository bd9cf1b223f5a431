import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DitcError } from '../errors.ts';
import { takeLock } from './lock.ts';
import { listIfThere } from '../disk/list-if-there.ts';
import { readIfThere } from '../disk/read-if-there.ts';
import { codeOf, isMissing } from '../disk/system-error.ts';
import { writeDurably } from '../disk/write-durably.ts';

/** Name of the file by which a process says that it works in a folder. */
export const lockFile = 'lock';

const settingsFile = 'settings';
const workName =
  /^(?:lock|settings(?:\.\d+\.new)?|next|old|writing\.arrow|skipped\.csv|[0-9a-f]{64}\.(?:arrow|rows|json)(?:\.\d+\.new)?)$/u;

/** A folder beside a packed source with finished shards that are not in it yet. */
export interface WorkFolder {
  /** Absolute. */
  readonly folder: string;
  /** How messages call it. */
  readonly name: string;
}

/**
 * Locks a work folder, made when it is not there, and removes what a killed build left half done and shards of other settings.
 * `prepare` is called under the lock. Hands back how to let go of the lock. Throws `env/locked` or `env/foreign-files`.
 */
export async function openWorkFolder(
  work: WorkFolder,
  settings: string,
  prepare: () => Promise<void>,
): Promise<() => Promise<void>> {
  const { folder } = work;
  await refuseForeignWork(work);
  const unlock = await lockFolder(work);
  try {
    await prepare();
    await rm(join(folder, 'writing.arrow'), { force: true });
    if (!(await hasSettings(work, settings))) await forget(folder, settings);
  } catch (error) {
    await unlock();
    await removeEmpty(folder);
    throw error;
  }
  return unlock;
}

/** Whether the shards in a work folder were made under these settings. */
export async function hasSettings({ folder }: WorkFolder, settings: string): Promise<boolean> {
  return (await readIfThere(join(folder, settingsFile))) === settings;
}

/** Throws `env/foreign-files` when there is anything in a work folder that no build makes there. */
export async function refuseForeignWork({ folder, name }: WorkFolder): Promise<void> {
  await refuseForeignFiles(folder, name, workName, undefined);
}

/** Removes a work folder. The lock goes last, so that nobody can start in a folder that is being removed. */
export async function removeWorkFolder({ folder }: WorkFolder, unlock: () => Promise<void>): Promise<void> {
  for (const file of (await listIfThere(folder)) ?? []) {
    if (file !== lockFile) await rm(join(folder, file), { recursive: true, force: true });
  }
  await unlock();
  await removeEmpty(folder);
}

/** Throws `env/foreign-files` when a folder has another file than ours, or files without the one that is needed. */
export async function refuseForeignFiles(
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

async function lockFolder({ folder, name }: WorkFolder): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt += 1) {
    await mkdir(folder, { recursive: true });
    try {
      return await takeLock(join(folder, lockFile), name);
    } catch (error) {
      // A build that ended just now took the folder with it.
      if (!isMissing(error) || attempt >= 10) throw error;
    }
  }
}

async function forget(folder: string, settings: string): Promise<void> {
  for (const file of (await listIfThere(folder)) ?? []) {
    if (file !== lockFile) await rm(join(folder, file), { recursive: true });
  }
  await writeDurably(join(folder, settingsFile), settings);
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    // The next build may have begun in it already, or there are shards to keep.
    if (codeOf(error) !== 'ENOTEMPTY' && !isMissing(error)) throw error;
  }
}
