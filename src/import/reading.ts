import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { type TrainerFlag, type TrainerFlagName, trainerFlags } from '../generated/trainer-flags.ts';
import type { Trainer } from './trainer.ts';
import type { Word } from './word.ts';

export type FlagValue = boolean | number | string | readonly (number | string)[] | null;

/** A flag that was given, or a key of args.json. */
export interface Setting {
  readonly flag: TrainerFlag;
  readonly name: Word;
  readonly words: readonly Word[];
  readonly value: FlagValue;
}

/** Something that the trainer's parser does not know. */
export interface Foreign {
  readonly name: Word;
  readonly words: readonly Word[];
}

/** What the trainer's parser makes of its arguments. */
export interface Reading {
  /** The trainer that is started with them, or that they are for. */
  readonly trainer: Trainer;
  /** Whether our own overlay is started with them. */
  readonly isOverlay: boolean;
  /** The arguments as a whole. */
  readonly place: Span;
  /** Whether it is the record of a run, in which every value stands. */
  readonly isRecord: boolean;
  /** By destination; of a flag that is given twice the last. */
  readonly settings: ReadonlyMap<string, Setting>;
  readonly foreign: readonly Foreign[];
  readonly findings: readonly Diagnostic[];
  /** A word that stands for arguments which a command prints: whatever is missing may be among them. */
  readonly substituted?: Word | undefined;
}

/** The flag of a full name. */
export function flagOf(name: TrainerFlagName): TrainerFlag {
  const flag = trainerFlags.find(({ names }) => names.includes(name));
  if (flag === undefined) throw new Error(`no flag ${name}`);
  return flag;
}

/** The setting of a flag or of another with the same destination, when it is given and not merely the default. */
export function given(
  reading: Pick<Reading, 'isRecord' | 'settings'>,
  name: TrainerFlagName,
): Setting | undefined {
  const flag = flagOf(name);
  const setting = reading.settings.get(flag.dest);
  if (setting === undefined) return undefined;
  if (flag.form === 'switch') return setting.value === flag.sets ? setting : undefined;
  return reading.isRecord && isDefault(setting) ? undefined : setting;
}

const isDefault = ({ flag, value }: Setting): boolean =>
  JSON.stringify(value) === JSON.stringify(flag.default);

/** The value that counts: the one given, or the parser's default. */
export function valueOf(reading: Reading, name: TrainerFlagName): FlagValue {
  const flag = flagOf(name);
  const setting = reading.settings.get(flag.dest);
  return setting === undefined ? flag.default : setting.value;
}

/** The same as a number. */
export const numberOf = (reading: Reading, name: TrainerFlagName): number => Number(valueOf(reading, name));

/** The same as texts. */
export const textsOf = (reading: Reading, name: TrainerFlagName): readonly string[] =>
  [valueOf(reading, name) ?? []].flat().map(String);

/** Where a flag is given, or else the whole. */
export function placeOf(reading: Reading, name: TrainerFlagName): Span {
  return reading.settings.get(flagOf(name).dest)?.name.span ?? reading.place;
}

/** Upstream divides by its intervals, so `never` is written as a number that is not reached: nines, or a power of ten. */
export const isNever = (count: number): boolean => count >= 9_999_999 && /^(9+|10+)$/.test(String(count));
