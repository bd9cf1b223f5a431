import type { Derived } from '../../../experiment/derive.ts';
import type { Experiment } from '../../../experiment/experiment.ts';
import type { TrainerFlagName } from '../../../generated/trainer-flags.ts';
import type { Place } from '../place.ts';

/** One word of a flag's value: text as it is, or a path that becomes absolute where the script runs. */
export type Word = string | Place;

/** The words after a flag, none for a switch; undefined leaves the flag out. */
export type Words = (experiment: Experiment, derived: Derived) => readonly Word[] | undefined;

/** A flag of the trainer, how its value follows from the experiment, and which keys it follows from. */
export interface Flag {
  readonly flag: TrainerFlagName;
  readonly form: 'value' | 'switch' | 'list';
  /** Dotted paths; none for a constant. */
  readonly from: readonly string[];
  /** The one of them that says it, where the others only come into what is `auto`. */
  readonly key?: string;
  readonly words: Words;
}

/** The same words for every experiment. */
export function constant(...words: readonly string[]): Words {
  return () => words;
}

/** A switch that is there when the condition holds. */
export function on(when: (experiment: Experiment) => boolean): Words {
  return (experiment) => (when(experiment) ? [] : undefined);
}

/** One word, or no flag for undefined. */
export function value(of: (experiment: Experiment, derived: Derived) => number | Word | undefined): Words {
  return (experiment, derived) => {
    const word = of(experiment, derived);
    return word === undefined ? undefined : [typeof word === 'number' ? String(word) : word];
  };
}
