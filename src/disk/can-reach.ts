import { access, constants } from 'node:fs/promises';

/** Whether there is something at a path; with another mode of `fs.constants`, whether this user may do that with it. */
export const canReach = (path: string, mode: number = constants.F_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );
