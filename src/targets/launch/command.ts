import type { TargetInput } from '../target.ts';
import type { Flag, Word } from './flags/flag.ts';
import { flags } from './flags.ts';
import { placeWord } from './place.ts';
import { quote } from './quote.ts';

/** A flag with the words that follow it. */
export interface Argument {
  readonly flag: Flag['flag'];
  readonly words: readonly Word[];
}

/** The trainer's arguments, in the order of the table. */
export function trainerArguments({
  experiment,
  derived,
}: Pick<TargetInput, 'experiment' | 'derived'>): readonly Argument[] {
  return flags.flatMap(({ flag, words }) => {
    const found = words(experiment, derived);
    return found === undefined ? [] : [{ flag, words: found }];
  });
}

/** One argument as a line of shell. */
export function argumentLine({ flag, words }: Argument): string {
  return [flag, ...words.map((word) => (typeof word === 'string' ? quote(word) : placeWord(word)))].join(' ');
}
