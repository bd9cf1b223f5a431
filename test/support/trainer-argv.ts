import { type TrainerFlag, trainerFlags } from '../../src/generated/trainer-flags.ts';
import { posix } from 'node:path';
import { derive } from '../../src/experiment/derive.ts';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { trainerArguments } from '../../src/targets/launch/command.ts';
import type { Word } from '../../src/targets/launch/flags/flag.ts';

/** What a parser makes of an argv, by the names that Python gives. */
export type Namespace = Readonly<Record<string, unknown>>;

/** The trainer's argv for an experiment whose folder and checkout lie there. */
export function trainerArgv(experiment: Experiment, root: string): readonly string[] {
  const checkout = absolute(root, experiment.machine.checkout);
  const resolveWord = (word: Word): string =>
    typeof word === 'string' ? word : absolute(word.base === 'root' ? root : checkout, word.path);
  return trainerArguments({ experiment, derived: derive(experiment) }).flatMap(({ flag, words }) => [
    flag,
    ...words.map(resolveWord),
  ]);
}

/** As a shell joins them: nothing is normalised. */
const absolute = (folder: string, path: string): string =>
  posix.isAbsolute(path) ? path : `${folder}/${path}`;

/**
 * Reads an argv as the trainer's parser does, but takes full names only: switches, one value, one value or more. Types, choices
 * and unknown names are checked; a flag that is given twice is an error too, which argparse would let pass.
 */
export function readArgv(argv: readonly string[]): Namespace {
  const namespace: Record<string, unknown> = Object.fromEntries(
    trainerFlags.map((flag) => [flag.dest, flag.default]),
  );
  const seen = new Set<string>();
  let rest = argv;
  while (rest.length > 0) {
    const [name = '', ...words] = rest;
    const flag = trainerFlags.find(({ names }) => names.includes(name));
    if (flag === undefined) throw new Error(`unknown: ${name}`);
    if (seen.has(name)) throw new Error(`twice: ${name}`);
    seen.add(name);
    const end = words.findIndex((word) => word.startsWith('-') && !/^-\d/.test(word));
    const values = words.slice(0, end < 0 ? words.length : end);
    namespace[flag.dest] = read(flag, values);
    rest = words.slice(values.length);
  }
  return namespace;
}

function read(flag: TrainerFlag, words: readonly string[]): unknown {
  const name = flag.names.join();
  if (flag.form === 'switch') {
    if (words.length > 0) throw new Error(`${name} takes nothing: ${words.join()}`);
    return flag.sets;
  }
  if (flag.form === 'value' && words.length !== 1) throw new Error(`${name} takes one: ${words.join()}`);
  if (words.length === 0) throw new Error(`${name} takes one or more`);
  const values = words.map((word) => readWord(flag, word));
  return flag.form === 'value' ? values[0] : values;
}

function readWord({ names, type, choices }: TrainerFlag, word: string): string | number | boolean {
  if (choices !== null && !choices.includes(word)) throw new Error(`${names.join()}: not a choice: ${word}`);
  if (type === 'str') return word;
  // Python's `bool` of a text: false for none only.
  if (type === 'bool') return word !== '';
  const pattern = { int: /^-?\d+$/, float: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/ }[type ?? ''];
  if (pattern === undefined || !pattern.test(word)) throw new Error(`${names.join()}: not ${type}: ${word}`);
  return Number(word);
}
