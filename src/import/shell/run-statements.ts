import type { AndOr, CommandNode, Case, For, If, PipelineNode, Statement } from 'unbash';
import type { Span } from '../../diagnostics/diagnostic.ts';
import { finding } from '../word.ts';
import { decide } from './decide.ts';
import { doesNothing } from './does-nothing.ts';
import { runCommand } from './run-command.ts';
import type { Trace } from './trace.ts';
import { knownText, assign, type Scope, spanOf } from './scope.ts';

/** Runs statements in order. False after `exit` or `return`. */
export function runStatements(
  statements: readonly Statement[],
  scope: Scope,
  trace: Trace,
  site: Span | undefined,
): boolean {
  return statements.every((statement) => {
    trace.left -= 1;
    return trace.left > 0 && runNode(statement.command, scope, trace, site ?? spanOf(scope, statement));
  });
}

type Node = Statement['command'] | PipelineNode | CommandNode;

function runNode(node: Node, scope: Scope, trace: Trace, site: Span): boolean {
  const run = (statements: readonly Statement[]): boolean => runStatements(statements, scope, trace, site);
  switch (node.type) {
    case 'Command':
      return runCommand(node, scope, trace, site);
    case 'Pipeline':
      for (const command of node.commands) runNode(command, scope, trace, site);
      return true;
    case 'AndOr':
      return runAndOr(node, scope, trace, site);
    case 'If':
      return runIf(node, scope, trace, site);
    case 'For':
      return runFor(node, scope, trace, site);
    case 'Case':
      return runCase(node, scope, trace, site);
    case 'While':
      if (doesNothing(node, scope, trace, site)) return true;
      trace.findings.push(unsure(site, 'a loop may run any number of times', 'Its commands are read once.'));
      run(node.clause.commands); // `until deepspeed …` trains in the condition
      return run(node.body.commands);
    case 'BraceGroup':
      return run(node.body.commands);
    case 'Subshell':
      runStatements(node.body.commands, { ...scope, variables: new Map(scope.variables) }, trace, site);
      return true;
    case 'Redirected':
      return runNode(node.command, scope, trace, site);
    case 'Function':
      scope.functions.set(node.name.value, { definition: node, text: scope.text });
      return true;
    default:
      return true;
  }
}

/**
 * `a && b` and `a || b`: a command is taken to succeed unless it is a test that does not hold. An `exit` behind a test that only the run
 * decides is taken for a guard that lets the script pass, as in `[ -z "$1" ] && exit 1`.
 */
function runAndOr(node: AndOr, scope: Scope, trace: Trace, site: Span): boolean {
  let succeeded: boolean | undefined = true;
  let isGuarded = false;
  for (const [at, command] of node.commands.entries()) {
    const operator = node.operators[at - 1];
    if (operator === '&&' && succeeded === false) continue;
    if (operator === '||' && succeeded !== false) continue;
    const isTest =
      command.type === 'TestCommand' ||
      command.type === 'ArithmeticCommand' ||
      (command.type === 'Command' && /^(\[|test)$/.test(command.name?.value ?? ''));
    isGuarded ||= succeeded === undefined;
    succeeded = isTest ? decide(command, scope) : true;
    if (!isTest && !runNode(command, scope, trace, site)) return isGuarded;
  }
  return true;
}

/** A condition that only the run knows is no condition here: every way that it could go is read. */
function runIf(node: If, scope: Scope, trace: Trace, site: Span): boolean {
  const open: If['clause'][] = [];
  const goes = watch(
    scope,
    trace,
    () => open.map((clause) => spanOf(scope, clause)),
    () => {
      for (const branch of [node, ...node.elif]) {
        const { commands } = branch.clause;
        const last = commands.at(-1);
        runStatements(commands.slice(0, -1), scope, trace, site);
        const holds = last && decide(last.command, scope);
        if (holds === false) continue;
        const goes = runStatements(branch.then.commands, scope, trace, site);
        if (holds) return goes;
        open.push(branch.clause);
      }
      return node.else === undefined || runStatements(node.else.commands, scope, trace, site);
    },
  );
  return goes || open.length > 0;
}

/** Runs branches, and says so where more than one was read and it changes what is imported. */
function watch(scope: Scope, trace: Trace, unknown: () => readonly Span[], run: () => boolean): boolean {
  const calls = trace.calls.length;
  const variables = new Map(scope.variables);
  const goes = run();
  const isChanged = [...scope.variables].some(([name, variable]) => variables.get(name) !== variable);
  const [place] = unknown();
  const help = 'Every branch is read, one after the other: look at what is imported.';
  if (place && (trace.calls.length > calls || isChanged))
    trace.findings.push(unsure(place, 'only the run knows which branch is taken', help));
  return goes;
}

function runFor(node: For, scope: Scope, trace: Trace, site: Span): boolean {
  const words = node.wordlist?.flatMap((word) => scope.expand.words(word, scope)) ?? scope.positional ?? [];
  return words.every((word) => {
    assign(scope, node.name.value, [word]);
    return runStatements(node.body.commands, scope, trace, site);
  });
}

function runCase(node: Case, scope: Scope, trace: Trace, site: Span): boolean {
  const text = knownText(node.word, scope);
  const matches = node.items.filter(
    ({ pattern }) =>
      text === undefined || pattern.some((one) => one.value === '*' || knownText(one, scope) === text),
  );
  const taken = text === undefined ? matches : matches.slice(0, 1);
  const unknown = text === undefined ? [spanOf(scope, node.word)] : [];
  const goes = watch(
    scope,
    trace,
    () => unknown,
    () => taken.map(({ body }) => runStatements(body.commands, scope, trace, site)).every(Boolean),
  );
  return goes || text === undefined;
}

const unsure = (span: Span, message: string, help: string) =>
  finding(span, 'warning', 'unknown-branch', message, help);
