import type { Experiment as Generated } from '../generated/experiment.ts';

type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** The machine block, complete, whether it was written inline or in a machine file. */
export type Machine = DeepReadonly<Exclude<Generated['machine'], string>>;

/** A checked experiment: shape and ranges hold, defaults are filled in, the machine block is in place. */
export type Experiment = DeepReadonly<Omit<Generated, 'machine'>> & {
  readonly machine: Machine;
  /** Stem of the machine file, or the launch kind when the block is inline; names folders. */
  readonly machineName: string;
};

/** Parameters of an average of the weights, or undefined when there is none. */
export function emaOf(
  experiment: Experiment,
): { readonly decay: number; readonly dtype: 'fp32' | 'fp16' } | undefined {
  return typeof experiment.ema === 'string' ? undefined : experiment.ema;
}
