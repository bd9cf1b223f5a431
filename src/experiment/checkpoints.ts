import type { Derived } from './derive.ts';
import type { Experiment } from './experiment.ts';
import { parseDuration } from './units.ts';

/** Checkpoints on disk at the end of a training; undefined when interval and length cannot be compared. */
export function keptCheckpoints(experiment: Experiment, derived: Derived): number | undefined {
  const saved = savedCheckpoints(experiment, derived);
  const { keep } = experiment.save;
  return typeof keep === 'number' && saved !== undefined ? Math.min(saved, keep) : saved;
}

/** Those by interval and the one at the end. */
function savedCheckpoints(
  { save, length, batch }: Experiment,
  { updates, rows }: Derived,
): number | undefined {
  const [every, whole] = [parseDuration(save.every), parseDuration(length)];
  if (every.unit === whole.unit) return Math.floor(whole.count / every.count) + 1;
  if (updates === undefined || rows === undefined) return undefined;
  const inUpdates = every.unit === 'steps' ? every.count : (rows * every.count) / batch;
  return Math.floor(updates / inUpdates) + 1;
}
