import type { Machine, StagePlace, Written } from '../experiment/experiment.ts';
import type { Origin } from './layer.ts';

/** A checked experiment file, with its stages and runs, and the machine inline or by its file. */
export type FileValue = Omit<Written, 'machine' | 'machineName' | 'stage'> & {
  readonly machine: Machine | string;
};

/** One stage of a run with every override in place. */
export interface ExpandedStage {
  readonly value: FileValue;
  readonly stage: StagePlace;
  readonly origins: readonly Origin[];
}
