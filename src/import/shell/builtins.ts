import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Word } from '../word.ts';
import type { Trace } from './trace.ts';
import { assign, type Scope } from './scope.ts';

/** Commands of the shell itself; those without an effect on words do nothing here. */
const BUILTINS = new Set([
  ...['export', 'declare', 'typeset', 'local', 'readonly', 'unset', 'shift', 'exit', 'return', 'source', '.'],
  ...[
    'set',
    'cd',
    'echo',
    'printf',
    'wait',
    'trap',
    'true',
    'false',
    ':',
    'pushd',
    'popd',
    'ulimit',
    'sleep',
    'mkdir',
    'shopt',
    'getopts',
    'break',
    'continue',
    '[',
    'test',
  ],
]);

export const isBuiltin = (name: string | undefined): boolean => name !== undefined && BUILTINS.has(name);

/** Runs a command of the shell. False after one that ends the script or the function. */
export function runBuiltin(
  name: string,
  words: readonly Word[],
  scope: Scope,
  trace: Trace,
  site: Span,
): boolean {
  if (name === 'exit' || name === 'return') return false;
  if (name === 'shift') scope.positional = scope.positional?.slice(Number(words[0]?.text ?? 1) || 1);
  if (name === 'unset') for (const { text } of words) scope.variables.delete(text);
  if (name === 'export') exportAll(words, scope);
  if (name === 'set' && words[0]?.text === '--') scope.positional = words.slice(1);
  if (name === 'source' || name === '.') readInto(words, scope, trace, site);
  return true;
}

function exportAll(words: readonly Word[], scope: Scope): void {
  for (const { text } of words) {
    const variable = scope.variables.get(text);
    if (variable) assign(scope, text, variable.words, true);
  }
}

/** A script that is read into this one: it sets the same variables. */
function readInto([name, ...positional]: readonly Word[], scope: Scope, trace: Trace, site: Span): void {
  const file = name && trace.read(name.text);
  if (file === undefined) return;
  const inside = { ...scope, text: { file, offset: 0 }, ...(positional.length > 0 && { positional }) };
  trace.runText(inside, file.text, trace, site);
}
