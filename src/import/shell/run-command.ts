import type { Assignment, Command, HereDoc } from 'unbash';
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Word } from '../word.ts';
import { isBuiltin, runBuiltin } from './builtins.ts';
import { cutAbove } from './cuts.ts';
import { runProgram } from './run-program.ts';
import type { Trace } from './trace.ts';
import { assign, environmentOf, type Scope, spanOf } from './scope.ts';

/** Functions and scripts that are open, one inside the other. */
const MOST_OPEN = 50;

/** Runs a simple command: assignments, a builtin, a function, a script of the folder, or a program. False after `exit`. */
export function runCommand(command: Command, scope: Scope, trace: Trace, site: Span): boolean {
  const assignments = command.prefix.filter((one) => one.type === 'Assignment');
  if (command.name === undefined) {
    for (const one of assignments) assignOne(one, scope, false);
    return true;
  }
  const name = scope.expand.words(command.name, scope);
  const isDeclaration = isBuiltin(name[0]?.text) && command.args.some(({ type }) => type === 'Assignment');
  if (isDeclaration) {
    for (const one of command.args)
      if (one.type === 'Assignment') assignOne(one, scope, name[0]?.text === 'export');
    return true;
  }
  const words = [
    ...name,
    ...command.args.flatMap((one) => (one.type === 'Word' ? scope.expand.words(one, scope) : [])),
  ];
  const [first] = words;
  if (first === undefined) return true;
  if (first.text.startsWith('-')) return loseFlags(words, scope, command, trace);
  const environment = environmentOf(scope);
  for (const one of assignments) environment.set(one.name, valueOf(one, scope)[0] ?? emptyWord(one, scope));
  const defined = scope.functions.get(first.text);
  if (defined) return runFunction(defined, words.slice(1), scope, trace, site);
  if (isBuiltin(first.text)) return runBuiltin(first.text, words.slice(1), scope, trace, site);
  runProgram(words, environment, hereDocument(command), { scope, trace, site });
  return true;
}

function assignOne(one: Assignment, scope: Scope, isExported: boolean): void {
  const before = one.append ? (scope.variables.get(one.name)?.words ?? []) : [];
  const words = valueOf(one, scope);
  const isScalar = one.value.type === 'Word' && before.length > 0 && one.append;
  const [head] = before;
  const [tail] = words;
  assign(
    scope,
    one.name,
    isScalar && head && tail ? [{ ...tail, text: head.text + tail.text }] : [...before, ...words],
    isExported,
  );
}

/** Words of the value, each in the place of the assignment; where an argument was assigned its own place counts. */
function valueOf(one: Assignment, scope: Scope): readonly Word[] {
  const words =
    one.value.type === 'Word'
      ? [scope.expand.whole(one.value, scope)]
      : one.value.elements.flatMap((word) => scope.expand.words(word, scope));
  const span = spanOf(scope, one);
  return words.map((word) => (one.value.type === 'Word' ? { ...word, span } : word));
}

const emptyWord = (one: Assignment, scope: Scope): Word => ({ text: '', span: spanOf(scope, one) });

function runFunction(
  { definition, text }: NonNullable<ReturnType<Scope['functions']['get']>>,
  positional: readonly Word[],
  scope: Scope,
  trace: Trace,
  site: Span,
): boolean {
  const { body } = definition;
  const inside = body.type === 'Redirected' ? body.command : body;
  const commands = inside.type === 'BraceGroup' || inside.type === 'Subshell' ? inside.body.commands : [];
  if (trace.open.length >= MOST_OPEN) return false; // a function that calls itself
  trace.open.push(definition.name.value);
  trace.runStatements(commands, { ...scope, text, positional }, trace, site); // `return` ends the function only
  trace.open.pop();
  return true;
}

/** Flags that a cut has made a command of: they were meant for the call before. */
function loseFlags(words: readonly Word[], scope: Scope, command: Command, trace: Trace): boolean {
  const found = cutAbove(words, spanOf(scope, command));
  if (found) trace.findings.push(found);
  const call = trace.calls.pop();
  if (call) trace.calls.push({ ...call, lost: [...call.lost, ...words] });
  return true;
}

const hereDocument = ({ redirects }: Command): HereDoc | undefined =>
  redirects.find((one) => one.type === 'HereDoc');
