import { posix } from 'node:path';
import type { Experiment } from '../../experiment/experiment.ts';
import { PUBLIC_ADAPTER } from '../../experiment/networks.ts';
import { pathsOf } from '../paths.ts';
import type { Place } from './place.ts';

/**
 * The file that training starts from. Public files lie below the checkout, where upstream's scripts download and look for them:
 * v1.1 in a folder of its own (hydit/train_v1.1.sh, hydit/train.sh, commit 368280e). A path is relative to the experiment's folder. A later stage of a
 * whole model starts from the last checkpoint of the one before, which holds weights and average (DeepSpeed's file of rank 0); an adapter or a
 * ControlNet is put on the same model again. Undefined for a model that starts from random numbers.
 */
export function weightsPlace(experiment: Experiment): Place | undefined {
  const { model, method, stage } = experiment;
  if (stage.before && method.kind === 'full')
    return {
      base: 'root',
      path: posix.join(lastCheckpoint(experiment, stage.before.id), 'mp_rank_00_model_states.pt'),
    };
  const { version, weights } = model;
  if (startsAtRandom(experiment)) return undefined;
  if (weights.includes('/')) return { base: 'root', path: weights };
  const folder = version === 'v1.1' ? 'model_v1_1' : 'model';
  return { base: 'checkout', path: `ckpts/t2i/${folder}/pytorch_model_${weights}.pt` };
}

/** Whether no file is loaded: a later stage starts from what the one before has learned. */
export function startsAtRandom({ model, stage }: Pick<Experiment, 'model' | 'stage'>): boolean {
  return model.weights === 'random' && stage.before === undefined;
}

/**
 * The adapter that an IP-Adapter goes on from, if any: that of the stage before, the released one where upstream's script has it
 * (ipadapter/train_ipadapter.sh, commit 368280e), or a file of the user's.
 */
export function adapterPlace(experiment: Experiment): Place | undefined {
  const { method, stage } = experiment;
  if (method.kind !== 'ipadapter') return undefined;
  if (stage.before)
    return { base: 'root', path: posix.join(lastCheckpoint(experiment, stage.before.id), 'ipa.pt') };
  if (method.weights === 'public') return { base: 'checkout', path: PUBLIC_ADAPTER.places[0] };
  return method.weights === 'none' ? undefined : { base: 'root', path: method.weights };
}

/** The checkpoint that a stage ends with, relative to the experiment's folder. */
export function lastCheckpoint(experiment: Experiment, stage: string): string {
  return posix.join(posix.dirname(pathsOf(experiment).run), stage, 'checkpoints', 'final.pt');
}
