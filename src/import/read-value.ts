import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { TrainerFlag } from '../generated/trainer-flags.ts';
import type { FlagValue } from './reading.ts';
import { finding, shown, type Word } from './word.ts';

const FORMS: Readonly<Record<string, { pattern: RegExp; noun: string }>> = {
  int: { pattern: /^\s*[+-]?\d+(_\d+)*\s*$/, noun: 'a whole number' },
  float: { pattern: /^\s*[+-]?(\d+(_\d+)*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i, noun: 'a number' },
};

/** The value that the words behind a flag give; what does not fit is a finding, and the default counts. */
export function readWords(
  flag: TrainerFlag,
  name: Word,
  words: readonly Word[],
  findings: Diagnostic[],
): FlagValue {
  if (flag.form === 'switch') return flag.sets;
  if (words.length === 0) {
    findings.push(noValue(flag, name));
    return flag.default;
  }
  const values = words.map((word) => readWord(flag, word, findings));
  if (values.includes(undefined)) return flag.default;
  return flag.form === 'list'
    ? values.filter((value) => value !== undefined).map(asItem)
    : (values[0] ?? null);
}

const asItem = (value: boolean | number | string): number | string =>
  typeof value === 'boolean' ? String(value) : value;

function readWord(
  flag: TrainerFlag,
  word: Word,
  findings: Diagnostic[],
): boolean | number | string | undefined {
  const { type, choices } = flag;
  if (word.unknown && (type !== 'str' || choices !== null)) {
    findings.push(notKnown(flag, word));
    return undefined;
  }
  if (choices !== null && !choices.includes(word.text)) {
    findings.push(noChoice(flag, choices, word));
    return undefined;
  }
  // Python's bool of a text: all but the empty one is true (hydit/config.py:54-55).
  if (type === 'bool') return word.text !== '';
  const form = FORMS[type ?? ''];
  if (form === undefined) return word.text;
  if (form.pattern.test(word.text)) return Number(word.text.replaceAll('_', ''));
  findings.push(notOfType(flag, form.noun, word));
  return undefined;
}

function notKnown({ names, default: fallback }: TrainerFlag, word: Word): Diagnostic {
  return finding(
    word.span,
    'warning',
    'unknown-number',
    `\`${names[0]}\` is ${shown(word.text)}, which is known where the script runs only`,
    `The experiment has ${shown(String(fallback))}, the default of the trainer: replace it.`,
  );
}

function noValue({ names }: TrainerFlag, name: Word): Diagnostic {
  return finding(
    name.span,
    'error',
    'no-value',
    `\`${names[0]}\` has no value`,
    'The trainer’s parser ends here. An empty variable without quotes gives no word at all.',
  );
}

function noChoice({ names }: TrainerFlag, choices: readonly string[], word: Word): Diagnostic {
  const list = choices.map((choice) => `\`${choice}\``).join(', ');
  return finding(
    word.span,
    'error',
    'no-such-choice',
    `\`${names[0]}\` has no choice ${shown(word.text)}`,
    `The trainer’s parser takes ${list}. A fork may take others.`,
  );
}

function notOfType({ names }: TrainerFlag, noun: string, word: Word): Diagnostic {
  const glued = /^(\S*?)(--[a-z][\w-]*)$/.exec(word.text);
  return finding(
    word.span,
    'error',
    glued ? 'glued-words' : 'wrong-type',
    glued
      ? `a blank is missing between ${shown(glued[1] ?? '')} and ${shown(glued[2] ?? '')}`
      : `\`${names[0]}\` takes ${noun}, not ${shown(word.text)}`,
    'The trainer’s parser ends here.',
  );
}
