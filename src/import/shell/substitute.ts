import { posix } from 'node:path';
import type { Command, ParsedScript, PipelineNode } from 'unbash';
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
  const text = firstArgument(command, scope);
  if (text === undefined) return undefined;
  const name = command.name?.value;
  if (name === 'dirname') return posix.dirname(text);
  if (name === 'basename') return posix.basename(text, suffixOf(command, scope));
  return name === 'echo' && command.args.length === 1 ? text : undefined;
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
