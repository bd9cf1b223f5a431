import type { Experiment } from '../../../experiment/experiment.ts';
import { MEMORY_KEYS } from '../../../settle/settle-memory.ts';
import { constant, type Flag, on, value } from './flag.ts';

/** Share of the blocks that are recomputed. */
const checkpointedOf = ({ machine }: Experiment): number => Number(machine.memory.gradient_checkpointing);

/** What makes it fit, and DeepSpeed. */
export const memoryFlags: readonly Flag[] = [
  {
    flag: '--extra-fp16',
    form: 'switch',
    from: MEMORY_KEYS,
    key: 'machine.memory.encoder_dtype',
    words: on(({ machine }) => machine.memory.encoder_dtype === 'fp16'),
  },
  // `--no-flash-attn` does nothing; this one chooses (T22).
  {
    flag: '--infer-mode',
    form: 'value',
    from: MEMORY_KEYS,
    key: 'machine.memory.attention',
    words: value(({ machine }) => (machine.memory.attention === 'flash' ? 'fa' : 'torch')),
  },
  {
    flag: '--gradient-checkpointing',
    form: 'switch',
    from: MEMORY_KEYS,
    key: 'machine.memory.gradient_checkpointing',
    words: on((experiment) => checkpointedOf(experiment) > 0),
  },
  // The ControlNet's trainer recomputes all blocks or none (T69).
  {
    flag: '--gc-rate',
    form: 'value',
    from: MEMORY_KEYS,
    key: 'machine.memory.gradient_checkpointing',
    words: value((experiment) =>
      experiment.method.kind === 'controlnet' ? undefined : checkpointedOf(experiment) || undefined,
    ),
  },
  {
    flag: '--use-zero-stage',
    form: 'value',
    from: MEMORY_KEYS,
    key: 'machine.memory.zero',
    words: value(({ machine }) => machine.memory.zero),
  },
  { flag: '--deepspeed', form: 'switch', from: [], words: constant() },
];
