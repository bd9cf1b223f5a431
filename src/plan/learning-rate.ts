import type { Experiment } from '../experiment/experiment.ts';
import { parseDuration } from '../experiment/units.ts';

/**
 * The rate that optimizer update `update` is made with, of `updates` in all; the first is number 1. The same function as
 * templates/overlay/learning_rate.py, which the trainer calls: a line from 0 over the warm-up, then the schedule down to 0 behind the last one.
 */
export function learningRate(
  update: number,
  { lr, warmup, schedule }: Experiment['optimizer'],
  updates: number,
): number {
  const { count: rising } = parseDuration(warmup);
  if (update <= rising) return (lr * update) / rising;
  if (schedule === 'constant') return lr;
  const falling = updates - rising;
  const done = falling > 0 ? Math.min(1, (update - 1 - rising) / falling) : 1;
  return schedule === 'linear' ? lr * (1 - done) : lr * 0.5 * (1 + Math.cos(Math.PI * done));
}
