import { statfs } from 'node:fs/promises';
import { formatSize } from '../experiment/units.ts';
import type { Happening } from '../watch/event.ts';

/** That a checkpoint of so many bytes does not fit on the disk of a folder, if so; a disk that cannot be asked says nothing. */
export async function tooLittleSpace(folder: string, checkpoint: number): Promise<Happening | undefined> {
  const disk = await statfs(folder).catch(() => undefined);
  if (disk === undefined) return undefined;
  const free = disk.bavail * disk.bsize;
  if (free >= checkpoint) return undefined;
  return {
    severity: 'trouble',
    kind: 'disk',
    what: `the next checkpoint needs ${formatSize(checkpoint)}, and ${formatSize(free)} are free`,
    help: 'A run ends when it cannot save. Free space on the disk of `runs/` before the checkpoint is due.',
  };
}
