import type { While } from 'unbash';
import type { Span } from '../../diagnostics/diagnostic.ts';
import { decide } from './decide.ts';
import type { Scope, Variable } from './scope.ts';
import type { Trace } from './trace.ts';

/** Programs that a script says with how it is used. */
const PRINTERS = new Set(['cat', 'sed', 'head', 'grep', 'awk']);

/** Whether a loop ends before its first round: its condition says so, or it reads options, and a script that is started without any has all values already. */
export function doesNothing(node: While, scope: Scope, trace: Trace, site: Span): boolean {
  if (endsAtOnce(node, scope)) return true;
  const isFirstScript = scope.positional === undefined;
  return (
    isFirstScript && endsAtOnce(node, { ...scope, positional: [] }) && onlySetsAgain(node, scope, trace, site)
  );
}

function endsAtOnce({ kind, clause }: While, scope: Scope): boolean {
  const [condition, second] = clause.commands;
  if (condition === undefined || second !== undefined) return false;
  return decide(condition.command, scope) === (kind === 'until');
}

/** Whether the loop gives other values to variables that have one, and does nothing else. */
function onlySetsAgain({ body }: While, scope: Scope, trace: Trace, site: Span): boolean {
  const tried = { ...scope, variables: new Map(scope.variables), functions: new Map(scope.functions) };
  const seen: Trace = { ...trace, calls: [], findings: [] };
  trace.runStatements(body.commands, tried, seen, site);
  return (
    seen.calls.every(({ words: [program] }) => program !== undefined && PRINTERS.has(program.text)) &&
    seen.findings.every(({ severity }) => severity !== 'error') &&
    [...tried.variables].every(([name, variable]) => {
      const before = scope.variables.get(name);
      return before === variable || hasValue(before);
    })
  );
}

/** An empty text stands for an option that has to be given: the script ends without it. */
const hasValue = (variable: Variable | undefined): boolean =>
  variable !== undefined && variable.words.every(({ text }) => text !== '');
