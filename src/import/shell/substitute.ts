import { posix } from 'node:path';
import type { Command, ParsedScript, PipelineNode } from 'unbash';
import type { Word } from '../word.ts';
import { numbersBetween } from './numbers-between.ts';
import type { Scope } from './scope.ts';

/** What `$(…)` prints, when it is one of the few commands about names of paths; undefined for anything else. */
export function substitute(script: ParsedScript, scope: Scope): string | undefined {
  const [statement, second] = script.commands;
  if (statement === undefined || second !== undefined || script.source !== undefined) return undefined;
  const { command } = statement;
  if (command.type === 'Command') return printed(command, scope);
  if (command.type !== 'AndOr' || command.commands.length !== 2) return undefined;
  // `cd FOLDER && pwd` is that folder.
  const [change, print] = command.commands;
  return isCommand(change) && isCommand(print) && change.name?.value === 'cd' && print.name?.value === 'pwd'
    ? firstArgument(change, scope)
    : undefined;
}

const isCommand = (node: PipelineNode | undefined): node is Command => node?.type === 'Command';

function printed(command: Command, scope: Scope): string | undefined {
  const name = command.name?.value;
  if (name === 'seq') return sequence(knownArguments(command, scope));
  const text = firstArgument(command, scope);
  if (text === undefined) return undefined;
  if (name === 'dirname') return posix.dirname(text);
  if (name === 'basename') return posix.basename(text, suffixOf(command, scope));
  return name === 'echo' && command.args.length === 1 ? text : undefined;
}

/** The numbers of `seq LAST`, `seq FIRST LAST` or `seq FIRST STEP LAST`, one a line. */
function sequence(words: readonly Word[]): string | undefined {
  if (words.length === 0 || words.some(({ text, unknown }) => unknown || !/^-?\d+$/.test(text)))
    return undefined;
  const numbers = words.map(({ text }) => Number(text));
  const [first = 1, step = 1] = numbers.length === 1 ? [] : numbers.length === 2 ? [numbers[0]] : numbers;
  if (numbers.length > 3) return undefined;
  return numbersBetween(first, numbers.at(-1) ?? 0, step)?.join('\n');
}

const knownArguments = (command: Command, scope: Scope) =>
  command.args
    .flatMap((word) => (word.type === 'Word' ? scope.expand.words(word, scope) : []))
    .filter(({ text }) => text !== '--');

function firstArgument(command: Command, scope: Scope): string | undefined {
  const [word] = knownArguments(command, scope);
  return word && word.unknown === undefined ? word.text : undefined;
}

const suffixOf = (command: Command, scope: Scope): string | undefined =>
  knownArguments(command, scope)[1]?.text;
