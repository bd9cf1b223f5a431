import { parseDuration } from '../experiment/units.ts';

/** What the data and the batch make of an epoch and of the whole training. */
export interface Epochs {
  /** Optimizer steps an epoch; accumulation goes on over the end of an epoch, so it may be a fraction. */
  readonly updatesPerEpoch: number;
  /** Optimizer steps in total. */
  readonly updates: number;
  readonly epochs: number;
  readonly imagesSeen: number;
}

/**
 * Steps and images of a training of `length` (`2000 steps`, `8 epochs`) when an epoch has `iterations` micro steps a GPU.
 * Upstream counts micro steps over the epochs (HunyuanDiT 368280e, hydit/train_deepspeed.py); DeepSpeed steps every `accumulation` of them.
 */
export function epochsOf(length: string, iterations: number, batch: number, accumulation: number): Epochs {
  const { unit, count } = parseDuration(length);
  const updatesPerEpoch = iterations / accumulation;
  const updates = unit === 'steps' ? count : Math.floor((count * iterations) / accumulation);
  return {
    updatesPerEpoch,
    updates,
    epochs: unit === 'epochs' ? count : updates / updatesPerEpoch,
    imagesSeen: updates * batch,
  };
}
