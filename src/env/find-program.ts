import { constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canReach } from '../disk/can-reach.ts';

/** The variables of a process. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The path of a program as a shell finds it on the PATH; undefined when it is not there. */
export async function findProgram(name: string, env: Env): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Whether this user may start a file. */
export const isExecutable = (path: string): Promise<boolean> => canReach(path, constants.X_OK);

/** DeepSpeed itself can be told to train without a GPU; then none is asked for. */
export const onCpu = (env: Env): boolean => env['DS_ACCELERATOR'] === 'cpu';
