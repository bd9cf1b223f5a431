import { resolve } from 'node:path';
import { readIfThere } from '../disk/read-if-there.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { type Manifest, packedFiles } from '../pack/packed-folder.ts';
import { makeSteps } from '../plan/make-steps.ts';

/** Bytes of the images and captions of all sources as they are packed; undefined before one of them is. */
export async function packedSize(experiment: Experiment, root: string): Promise<number | undefined> {
  let size = 0;
  for (const step of makeSteps([experiment])) {
    if (step.kind !== 'pack') continue;
    const manifest = await readIfThere(resolve(root, step.out, packedFiles.manifest));
    if (manifest === undefined) return undefined;
    size += (JSON.parse(manifest) as Manifest).bytes; // we wrote it, as the last file of the folder
  }
  return size;
}
