import { posix } from 'node:path';
import { pathsOf } from '../paths.ts';
import type { EmittedFile, Target } from '../target.ts';

const FOLDER = 'overlay/';

/** The Python that makes the trainer do what the file says: copies of `templates/overlay/*.py`, the same for every experiment. */
export const overlayTarget: Target = {
  name: 'overlay',
  emit: (stages): readonly EmittedFile[] =>
    stages.slice(0, 1).flatMap(({ experiment, templates }) =>
      [...templates]
        .filter(([path]) => path.startsWith(FOLDER) && path.endsWith('.py'))
        .map(([path, content]) => ({
          path: posix.join(pathsOf(experiment).overlay, path.slice(FOLDER.length)),
          content,
          executable: false,
          from: ['trainer.commit'],
        }))
        .toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    ),
};
