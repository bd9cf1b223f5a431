import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { type TrainerFlag, trainerFlags } from '../generated/trainer-flags.ts';
import type { Launch } from './launch.ts';
import type { Foreign, Reading, Setting } from './reading.ts';
import { readWords } from './read-value.ts';
import { trainerOfFlags } from './trainer.ts';
import { finding, shown, type Word } from './word.ts';

/** A flag word, and the words up to the next one. */
interface Group {
  readonly name: Word;
  readonly words: readonly Word[];
}

/**
 * Reads arguments as argparse does with the trainer's options (hydit/config.py, commit 368280e): full names, prefixes that only one name
 * begins with, `--name=value`; the last value wins.
 */
export function readArgv(
  { argv, trainer, isOverlay }: Pick<Launch, 'argv' | 'trainer' | 'isOverlay'>,
  place: Span,
): Reading {
  const settings = new Map<string, Setting>();
  const foreign: Foreign[] = [];
  const findings: Diagnostic[] = [];
  for (const group of groupsOf(argv, findings)) {
    const flag = findFlag(group.name, findings);
    if (flag === undefined) {
      foreign.push(group);
      continue;
    }
    const { words, extra } = takeWords(flag, group.words);
    if (extra[0]) findings.push(extraWord(flag, group.name, extra[0]));
    const value = readWords(flag, group.name, words, findings);
    const before = settings.get(flag.dest);
    const setting = { flag, name: group.name, words, value };
    if (before && JSON.stringify(before.value) !== JSON.stringify(value))
      findings.push(givenTwice(before, setting));
    settings.set(flag.dest, setting);
  }
  const substituted = argv.find((word) => isOnlyUnknown(word) && /^[`$][(]|^`/.test(word.text));
  const read = { isRecord: false, isOverlay, place, settings, foreign, findings, substituted };
  return { trainer: trainer ?? trainerOfFlags(read), ...read };
}

/** What argparse takes for an option: a dash, but no negative number and no text with a blank. */
const isFlag = ({ text }: Word): boolean => /^-[^\d.\s]/.test(text) && !/^[^=]*\s/.test(text);

function groupsOf(argv: readonly Word[], findings: Diagnostic[]): readonly Group[] {
  const groups: { name: Word; words: Word[] }[] = [];
  for (const word of argv) {
    const group = groups.at(-1);
    if (isFlag(word)) groups.push(splitEquals(word));
    else if (isOnlyUnknown(word) && (group === undefined || isFull(group))) continue;
    else if (group) group.words.push(word);
    else findings.push(strayWord(word));
  }
  return groups;
}

/** A variable of outside without anything around it may be no word at all, or several. */
const isOnlyUnknown = ({ text, unknown }: Word): boolean => unknown?.length === 1 && unknown[0] === text;

/** Whether a flag has what it takes. */
function isFull({ name, words }: Group): boolean {
  const flag = trainerFlags.find(({ names }) => names.includes(name.text));
  return words.length > 0 || flag?.form === 'switch';
}

function splitEquals(word: Word): { name: Word; words: Word[] } {
  const at = word.text.indexOf('=');
  if (at < 0) return { name: word, words: [] };
  return {
    name: { ...word, text: word.text.slice(0, at) },
    words: [{ ...word, text: word.text.slice(at + 1) }],
  };
}

function findFlag(name: Word, findings: Diagnostic[]): TrainerFlag | undefined {
  const exact = trainerFlags.find(({ names }) => names.includes(name.text));
  if (exact) return exact;
  if (!name.text.startsWith('--') || name.text === '--') return undefined;
  const matches = trainerFlags.flatMap((flag) =>
    flag.names.filter((full) => full.startsWith(name.text)).map((full) => ({ flag, full })),
  );
  const [match] = matches;
  if (match === undefined) return undefined;
  if (matches.length > 1) {
    const names = matches.map(({ full }) => `\`${full}\``).join(', ');
    const help = 'The trainer ends there. Write the full name.';
    const message = `${shown(name.text)} begins ${names}`;
    findings.push(finding(name.span, 'error', 'ambiguous-flag', message, help));
    return undefined;
  }
  findings.push(
    finding(
      name.span,
      'info',
      'short-flag',
      `${shown(name.text)} is read as \`${match.full}\``,
      'The trainer’s parser takes the beginning of a name for the name.',
    ),
  );
  return match.flag;
}

function takeWords(
  flag: TrainerFlag,
  words: readonly Word[],
): { words: readonly Word[]; extra: readonly Word[] } {
  const count = flag.form === 'switch' ? 0 : flag.form === 'value' ? 1 : words.length;
  return { words: words.slice(0, count), extra: words.slice(count) };
}

function extraWord(flag: TrainerFlag, name: Word, extra: Word): Diagnostic {
  const takes = flag.form === 'switch' ? 'takes no value' : 'takes one value';
  return finding(
    name.text === '--resume' ? name.span : extra.span,
    'error',
    name.text === '--resume' ? 'removed-flag' : 'extra-word',
    `\`${flag.names[0]}\` ${takes}, and ${shown(extra.text)} follows`,
    name.text === '--resume'
      ? 'In an older trainer `--resume` took a folder. Now it is a switch, and the file of the weights goes to `--resume-module-root`. The trainer’s parser ends here.'
      : /^[‐-―−]/.test(extra.text)
        ? 'It begins with the dash of a text, not with hyphens: the trainer’s parser ends here. Write `--`.'
        : 'The trainer’s parser ends here. Quote a value with blanks, or delete the word.',
  );
}

function givenTwice(before: Setting, now: Setting): Diagnostic {
  const text = ({ name, words }: Setting): string =>
    shown([name, ...words].map(({ text }) => text).join(' '));
  return finding(
    now.name.span,
    'info',
    'given-twice',
    `${text(now)} overrides ${text(before)}`,
    'The last value wins; the other is not imported.',
  );
}

function strayWord(word: Word): Diagnostic {
  return finding(
    word.span,
    'error',
    'extra-word',
    `${shown(word.text)} stands where a flag should`,
    'The trainer takes flags only, and ends here.',
  );
}
