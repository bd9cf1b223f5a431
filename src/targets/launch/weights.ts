import type { Experiment } from '../../experiment/experiment.ts';
import type { Place } from './place.ts';

/**
 * The file that training starts from. Public files lie below the checkout, where upstream's scripts download and look for them:
 * v1.1 in a folder of its own (hydit/train_v1.1.sh, hydit/train.sh, commit 368280e). A path is relative to the experiment's folder.
 */
export function weightsPlace({ version, weights }: Experiment['model']): Place {
  if (weights.includes('/')) return { base: 'root', path: weights };
  const folder = version === 'v1.1' ? 'model_v1_1' : 'model';
  return { base: 'checkout', path: `ckpts/t2i/${folder}/pytorch_model_${weights}.pt` };
}
