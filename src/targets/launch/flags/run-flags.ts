import type { Derived } from '../../../experiment/derive.ts';
import { parseDuration } from '../../../experiment/units.ts';
import { pathsOf } from '../../paths.ts';
import { overlayWrites } from '../trainer.ts';
import { constant, type Flag, value } from './flag.ts';

/** Optimizer steps between two lines of the log. */
export const LOG_EVERY_UPDATES = 10;

/** Upstream divides by these intervals, so `never` is a number that is not reached (hydit/train_deepspeed.py:611-656, commit 368280e). */
export const NEVER = 1_000_000_000;

/** Upstream counts micro steps (T59); undefined for a number of epochs. */
function microStepsOf(duration: string, { accumulation }: Derived): number | undefined {
  const { unit, count } = parseDuration(duration);
  return unit === 'steps' ? count * accumulation : undefined;
}

/** An epoch has at least one micro step, so that as many epochs as micro steps are always enough. */
const epochsOf = (duration: string, derived: Derived): number =>
  microStepsOf(duration, derived) ?? parseDuration(duration).count;

/** How long it is trained, what is logged and saved, and where. */
export const runFlags: readonly Flag[] = [
  // The trainer numbers run folders by names with `dit` in them (T1).
  { flag: '--task-flag', form: 'value', from: ['name'], words: value(({ name }) => `dit-${name}`) },
  {
    flag: '--epochs',
    form: 'value',
    from: ['length'],
    words: value(({ length }, derived) => epochsOf(length, derived)),
  },
  {
    flag: '--max-training-steps',
    form: 'value',
    from: ['length', 'batch'],
    words: value(({ length }, derived) => microStepsOf(length, derived) ?? NEVER),
  },
  {
    flag: '--log-every',
    form: 'value',
    from: ['batch'],
    words: value((_, { accumulation }) => LOG_EVERY_UPDATES * accumulation),
  },
  {
    flag: '--ckpt-every',
    form: 'value',
    from: ['save.every', 'batch', 'method.kind'],
    words: value((experiment, derived) =>
      overlayWrites(experiment) ? NEVER : (microStepsOf(experiment.save.every, derived) ?? NEVER),
    ),
  },
  { flag: '--ckpt-latest-every', form: 'value', from: [], words: constant(String(NEVER)) },
  // Every epoch, of which the overlay lets the right ones through: upstream would save after epochs 1, n+1, 2n+1 (T65).
  {
    flag: '--ckpt-every-n-epoch',
    form: 'value',
    from: ['save.every', 'method.kind'],
    words: value((experiment) =>
      overlayWrites(experiment) ? undefined : parseDuration(experiment.save.every).unit === 'epochs' ? 1 : 0,
    ),
  },
  {
    flag: '--results-dir',
    form: 'value',
    from: ['name'],
    words: value((experiment) => ({ base: 'root', path: pathsOf(experiment).run })),
  },
];
