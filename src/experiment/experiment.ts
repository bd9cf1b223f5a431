import type { Experiment as Generated } from '../generated/experiment.ts';

type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** The machine block, complete, whether it was written inline or in a machine file; what is `auto` is still open. */
export type Machine = DeepReadonly<Exclude<Generated['machine'], string>>;

/** An experiment as it is written: shape and ranges hold, defaults are filled in, the machine block is in place. */
export type Written = DeepReadonly<Omit<Generated, 'machine'>> & {
  readonly machine: Machine;
  /** Stem of the machine file, or the launch kind when the block is inline; names folders. */
  readonly machineName: string;
  readonly stage: StagePlace;
};

/** A stage among the others. */
export interface StagePlace {
  /** Names folders; `main` in an experiment without stages. */
  readonly id: string;
  /** The stage whose weights it starts from, and which of them; the first one starts from `model.weights`. */
  readonly before?: { readonly id: string; readonly weights: 'module' | 'ema' };
}

/** The one stage of an experiment without stages. */
export const MAIN_STAGE: StagePlace = { id: 'main' };

/** All that makes it fit, settled: nothing is `auto`. */
export interface Memory extends Pick<Machine['memory'], 'reserve'> {
  readonly zero: 0 | 1 | 2 | 3;
  readonly offload: 'none' | 'optimizer' | 'optimizer+parameters';
  readonly micro_batch: number;
  /** All blocks, none, or a share of them. */
  readonly gradient_checkpointing: boolean | number;
  readonly attention: 'flash' | 'torch';
  readonly encoder_dtype: 'fp16' | 'fp32';
}

/** A moving average of the weights. */
export interface Ema {
  readonly decay: number;
  readonly dtype: 'fp32' | 'fp16';
}

/** The experiment as every later stage sees it: each value is the one that the trainer gets. */
export type Experiment = Omit<Written, 'optimizer' | 'ema' | 'machine'> & {
  readonly optimizer: Omit<Written['optimizer'], 'lr'> & { readonly lr: number };
  readonly ema: 'none' | Ema;
  readonly machine: Omit<Machine, 'memory'> & { readonly memory: Memory };
};

/** Parameters of an average of the weights, or undefined when there is none. */
export function emaOf({ ema }: Pick<Experiment, 'ema'>): Ema | undefined {
  return ema === 'none' ? undefined : ema;
}
