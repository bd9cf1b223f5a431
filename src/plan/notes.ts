import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';

/** What a stage costs or depends on that no key changes, one sentence part each. */
export function notesOf(
  { resolution }: Pick<Experiment, 'resolution'>,
  { worldSize }: Pick<Derived, 'worldSize'>,
): readonly string[] {
  const gpus = worldSize === 1 ? '1 GPU' : `${worldSize} GPUs`;
  return [
    // HunyuanDiT 368280e, hydit/train_deepspeed.py:224 (seed · world size + rank), IndexKits/index_kits/sampler.py:62-85.
    `seeds, order of the data and steps an epoch are those of ${gpus}: with another number the same \`seed\` trains otherwise, and a run that was begun does not go on`,
    // Blocks of the shuffled list of batches (IndexKits/index_kits/sampler.py:62-85): a size of its own for each GPU.
    ...(resolution.kind === 'multi' && worldSize > 1
      ? ['GPUs of one step train different sizes, and all wait for the slowest']
      : []),
    // hydit/train_deepspeed.py:138-207 (`prepare_model_inputs`).
    'VAE, CLIP and mT5 encode every image and caption anew in each epoch: nothing is kept between epochs',
  ];
}
