import { parseDuration } from '../experiment/units.ts';

/** What the data and the batch make of an epoch and of the whole training. */
export interface Epochs {
  /** Optimizer steps an epoch; accumulation goes on over the end of an epoch, so it may be a fraction. */
  readonly updatesPerEpoch: number;
  /** Optimizer steps in total. */
  readonly updates: number;
  readonly epochs: number;
  readonly imagesSeen: number;
  /** Images of the last micro steps that fill no optimizer step: upstream leaves their gradients at the end (T60). */
  readonly imagesLeft: number;
  /** Share of the time in which a GPU waits for those with more pixels (T93). */
  readonly waiting: number;
}

/** What an epoch is, for all GPUs. */
interface Epoch {
  /** Micro steps a GPU. */
  readonly iterations: number;
  readonly waiting: number;
}

/**
 * Steps and images of a training of `length` (`2000 steps`, `8 epochs`) when an epoch has `iterations` micro steps a GPU.
 * Upstream counts micro steps over the epochs (HunyuanDiT 368280e, hydit/train_deepspeed.py); DeepSpeed steps every `accumulation` of them.
 */
export function epochsOf(
  length: string,
  { iterations, waiting }: Epoch,
  batch: number,
  accumulation: number,
): Epochs {
  const { unit, count } = parseDuration(length);
  const updatesPerEpoch = iterations / accumulation;
  const microSteps = unit === 'steps' ? count * accumulation : count * iterations;
  const updates = Math.floor(microSteps / accumulation);
  return {
    updatesPerEpoch,
    updates,
    epochs: unit === 'epochs' ? count : updates / updatesPerEpoch,
    imagesSeen: updates * batch,
    imagesLeft: (microSteps % accumulation) * (batch / accumulation),
    waiting,
  };
}
