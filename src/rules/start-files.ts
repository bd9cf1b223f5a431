import type { Path } from '../diagnostics/diagnostic.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Facts, PathStatus } from '../experiment/facts.ts';

/** A file of the user's that training starts from. */
export interface StartFile {
  readonly path: string;
  readonly at: Path;
  /** Undefined where nobody has looked. */
  readonly status: PathStatus | undefined;
  /** Name of the file in a checkpoint of the same kind, which is a folder. */
  readonly inside: string;
}

/** The model and the adapter that training starts from, where they are given by a path. */
export function startFiles({ model, method }: Experiment, facts: Facts): readonly StartFile[] {
  const files: StartFile[] = [
    {
      path: model.weights,
      at: ['model', 'weights'],
      status: facts.weights,
      inside: 'mp_rank_00_model_states.pt',
    },
  ];
  if (method.kind === 'ipadapter')
    files.push({
      path: method.weights,
      at: ['method', 'weights'],
      status: facts.adapter,
      inside: 'ipa.pt',
    });
  return files.filter(({ path }) => path.includes('/'));
}
