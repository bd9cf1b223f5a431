import { constants } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { canReach } from '../disk/can-reach.ts';
import { formatSize } from '../experiment/units.ts';
import { type Check, missing, ok } from './check.ts';
import type { Wanted, WantedSpace } from './wanted.ts';

/** Free space where the training writes, against what it writes. */
export async function checkSpace({ space }: Wanted): Promise<readonly Check[]> {
  return Promise.all(space.map(spaceCheck));
}

async function spaceCheck({ path, shown, bytes }: WantedSpace): Promise<Check> {
  const folder = await nearestFolder(path);
  const free = await freeBytes(folder);
  const comes = bytes === undefined ? '' : `; up to ${formatSize(bytes)} of checkpoints come`;
  const found = `${free === undefined ? 'unknown space' : formatSize(free)} free for \`${shown}\`${comes}`;
  if (!(await canReach(folder, constants.W_OK)))
    return missing(
      'disk',
      `\`${shown}\` cannot be written to`,
      `Give this user the right to write to \`${folder}\`.`,
    );
  if (bytes === undefined || free === undefined || bytes <= free) return ok('disk', found);
  return missing(
    'disk',
    found,
    'A full disk ends the training. Keep fewer checkpoints with `save.keep`, or make room.',
  );
}

/** Bytes that this user may still write; undefined where the file system does not tell. */
const freeBytes = (folder: string): Promise<number | undefined> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  );

/** The folder itself, or the one that it would be made in. */
async function nearestFolder(path: string): Promise<string> {
  const parent = dirname(path);
  return parent === path || (await canReach(path)) ? path : nearestFolder(parent);
}
