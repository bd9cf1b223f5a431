import type { Experiment } from '../../experiment/experiment.ts';
import { quote } from './quote.ts';

/**
 * The flags of `trainer.flags` as lines of shell. One value stands behind `=`, where it may begin with a dash; `--flag=-1e-7` is
 * a number to every argparse, `--flag -1e-7` is not.
 */
export function forkFlagLines({ trainer }: Pick<Experiment, 'trainer'>): readonly string[] {
  return Object.entries(trainer.flags).flatMap(([name, value]) => {
    if (value === false) return [];
    if (value === true) return [`--${name}`];
    if (typeof value === 'object') return [[`--${name}`, ...value.map(String).map(quote)].join(' ')];
    return [`--${name}=${quote(String(value))}`];
  });
}
