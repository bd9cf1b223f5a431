import type { Experiment, Written } from '../experiment/experiment.ts';
import { scaleDecay, scaleRate } from './scale.ts';
import { type MemoryPlan, settleMemory } from './settle-memory.ts';

/** An experiment without open values, and the sum behind those of its memory. */
export interface Settled {
  readonly experiment: Experiment;
  /** Undefined for a card or sizes of images that rules refuse. */
  readonly memory: MemoryPlan | undefined;
}

/** Turns what is tuned at another batch, and what is `auto`, into the values that the trainer gets. */
export function settle(written: Written): Settled {
  const { batch } = written;
  const ema: Experiment['ema'] =
    typeof written.ema === 'string'
      ? 'none'
      : { ...written.ema, decay: scaleDecay(written.ema.decay, batch) };
  const { memory, plan } = settleMemory(written, ema);
  return {
    experiment: {
      ...written,
      optimizer: { ...written.optimizer, lr: scaleRate(written.optimizer.lr, batch) },
      ema,
      machine: { ...written.machine, memory },
    },
    memory: plan,
  };
}
