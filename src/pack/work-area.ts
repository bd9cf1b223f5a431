import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { refuseHeld } from './lock.ts';
import { packedFiles, packedName } from './packed-folder.ts';
import { type Part, partFolder } from './part.ts';
import { listIfThere } from '../disk/list-if-there.ts';
import { readIfThere } from '../disk/read-if-there.ts';
import { codeOf } from '../disk/system-error.ts';
import {
  hasSettings,
  lockFile,
  openWorkFolder,
  refuseForeignFiles,
  refuseForeignWork,
  removeWorkFolder,
  type WorkFolder,
} from './work-folder.ts';

/** The folder beside a packed source in which a build works: `<out>.partial`. All paths are absolute. */
export interface WorkArea {
  readonly folder: string;
  /** Folders with finished shards of these settings: its own and those of the parts. */
  readonly finished: readonly string[];
  /** The packed source as it will be, until it takes its place. */
  readonly next: string;
  /** Puts `next` into the place of the packed source and removes the rest, the folders of the parts with it. */
  readonly swapIn: () => Promise<void>;
  /** Removes the work area and the folders of the parts; the packed source stays as it was. */
  readonly discard: () => Promise<void>;
  /** Lets go of the lock and leaves the finished shards for the next build. */
  readonly leave: () => Promise<void>;
}

/** The folder in which one part works. */
export type PartArea = Pick<WorkArea, 'folder' | 'finished' | 'leave'>;

/** A packed source as messages call it, and by its absolute folder. */
export interface PackedPlace {
  readonly out: string;
  readonly name: string;
}

/**
 * Locks the work area of a packed source and repairs what a killed build left; shards made under other settings are removed.
 * Throws `env/locked`, also while a part is being packed, or `env/foreign-files`.
 */
export async function openWorkArea(place: PackedPlace, settings: string): Promise<WorkArea> {
  const { out, name } = place;
  const work = wholeWork(place);
  const { folder } = work;
  const [next, old] = [join(folder, 'next'), join(folder, 'old')];
  await refuseForeignFiles(out, name, packedName, packedFiles.manifest);
  const unlock = await openWorkFolder(work, settings, async () => {
    // A part that starts from now on sees the lock of this build and gives way.
    for (const part of await listParts(place)) {
      await refuseHeld(join(part.folder, lockFile), part.name);
      await refuseForeignWork(part);
    }
    await finishSwap(out, next, old);
  });
  const discard = async (): Promise<void> => {
    // A part that starts now makes its folder before it gives way.
    for (const part of await listParts(place))
      await rm(part.folder, { recursive: true, force: true, maxRetries: 5 });
    await removeWorkFolder(work, unlock);
  };
  return {
    folder,
    finished: await listFinished(place, settings),
    next,
    async swapIn() {
      await renameIfThere(out, old);
      await rename(next, out);
      await discard();
    },
    discard,
    leave: unlock,
  };
}

/** Locks the folder of a part, as `openWorkArea` does for a whole build; throws `env/locked` while one is under way. */
export async function openPartArea(place: PackedPlace, part: Part, settings: string): Promise<PartArea> {
  const work = { folder: partFolder(place.out, part), name: partFolder(place.name, part) };
  const leave = await openWorkFolder(work, settings, () =>
    refuseHeld(join(wholeWork(place).folder, lockFile), place.name),
  );
  return { folder: work.folder, finished: await listFinished(place, settings), leave };
}

const wholeWork = ({ out, name }: PackedPlace): WorkFolder => ({
  folder: `${out}.partial`,
  name: `${name}.partial`,
});

/** The folders of parts of any number, finished or not. */
async function listParts({ out, name }: PackedPlace): Promise<readonly WorkFolder[]> {
  const stem = basename(out);
  const names = (await listIfThere(dirname(out))) ?? [];
  return names
    .filter((each) => each.startsWith(stem) && /^\.part-\d+-of-\d+$/u.test(each.slice(stem.length)))
    .sort()
    .map((each) => ({ folder: join(dirname(out), each), name: `${name}${each.slice(stem.length)}` }));
}

async function listFinished(place: PackedPlace, settings: string): Promise<readonly string[]> {
  const finished: string[] = [];
  for (const work of [wholeWork(place), ...(await listParts(place))]) {
    if (await hasSettings(work, settings)) finished.push(work.folder);
  }
  return finished;
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

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
