import { emaOf, type Experiment } from '../experiment/experiment.ts';
import { learningRate } from './learning-rate.ts';

/** The rate and the reach of the average over a training. */
export interface Schedule {
  /** Optimizer steps in all. */
  readonly updates: number;
  readonly points: readonly SchedulePoint[];
  /** Optimizer steps in which the average forgets half; undefined without one. */
  readonly halfLife?: number;
}

export interface SchedulePoint {
  readonly update: number;
  readonly lr: number;
  /** Share of the average that is still the weights of the start: decay^update. */
  readonly startLeft?: number;
}

/** Rate and average at `count` updates, evenly spread from the first to the last. */
export function scheduleOf(experiment: Experiment, updates: number, count: number): Schedule {
  const ema = emaOf(experiment);
  const shown = Math.max(1, Math.min(count, updates));
  const points = Array.from({ length: shown }, (_, index) => {
    const update = shown === 1 ? updates : 1 + Math.round((index * (updates - 1)) / (shown - 1));
    const lr = learningRate(update, experiment.optimizer, updates);
    return { update, lr, ...(ema && { startLeft: ema.decay ** update }) };
  });
  return { updates, points, ...(ema && { halfLife: Math.log(2) / -Math.log(ema.decay) }) };
}
