import { posix } from 'node:path';
import { pathsOf } from '../paths.ts';
import { MEMORY_KEYS } from '../../settle/settle-memory.ts';
import type { EmittedFile, Target, TargetInput } from '../target.ts';
import { LOG_EVERY_UPDATES } from '../launch/flags/run-flags.ts';
import { optimizerBlock } from './optimizer.ts';
import { precisionBlocks } from './precision.ts';
import { zeroBlock } from './zero.ts';

/** `deepspeed.json` of each stage: what DeepSpeed 0.19 is really started with, in place of upstream's hydit/ds_config.py. */
export const deepspeedTarget: Target = {
  name: 'deepspeed',
  emit: (stages): readonly EmittedFile[] =>
    stages.map((input) => ({
      path: posix.join(pathsOf(input.experiment).stage, 'deepspeed.json'),
      content: `${JSON.stringify(deepspeedConfig(input), undefined, 2)}\n`,
      executable: false,
      from: ['optimizer', ...MEMORY_KEYS],
    })),
};

/**
 * The configuration as one object. There is no `train_batch_size`: DeepSpeed derives it from the other two, and compares it with a
 * world size of 1 where the trainer builds the model (runtime/config.py `_batch_assertion`; T27). Gradients are averaged after
 * the reduction: pre-scaling and `reduce_scatter` exclude each other (runtime/zero/stage_1_and_2.py).
 */
function deepspeedConfig({ experiment, derived }: Pick<TargetInput, 'experiment' | 'derived'>): object {
  const { optimizer, machine } = experiment;
  return {
    train_micro_batch_size_per_gpu: machine.memory.micro_batch,
    gradient_accumulation_steps: derived.accumulation,
    gradient_clipping: optimizer.clip,
    prescale_gradients: false,
    optimizer: optimizerBlock(experiment),
    ...(machine.memory.zero > 0 && { zero_allow_untested_optimizer: true }),
    ...precisionBlocks(),
    zero_optimization: zeroBlock(experiment, derived.worldSize),
    steps_per_print: LOG_EVERY_UPDATES,
    wall_clock_breakdown: false,
  };
}
