import { parse } from 'unbash';
import type { Diagnostic, SourceFile, Span } from '../../diagnostics/diagnostic.ts';
import { jobOf, variablesOf } from '../slurm-job.ts';
import { type Call, finding, shown } from '../word.ts';

import { findWindowsEnds } from './cuts.ts';
import { expandWhole, expandWord } from './expand-word.ts';
import { runStatements } from './run-statements.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { Trace } from './trace.ts';

/** Nothing that people write by hand starts as much; a script that calls itself does. */
const MOST_COMMANDS = 10_000;

/** The commands that a script would start, in order, with the words that they would get. Nothing is executed. */
export async function runScript(
  file: SourceFile,
  read: Trace['read'],
): Promise<{ readonly calls: readonly Call[]; readonly findings: readonly Diagnostic[] }> {
  const trace: Trace = {
    calls: [],
    findings: [],
    open: [],
    read,
    runStatements,
    runText,
    job: undefined,
    left: MOST_COMMANDS,
  };
  const scope = scopeOf({ file, offset: 0 }, undefined, { words: expandWord, whole: expandWhole });
  runText(scope, file.text, trace, undefined);
  return trace;
}

/** Reads a text as a script and runs it in a scope; `site` is the statement of the first script that led here. */
function runText(scope: Scope, source: string, trace: Trace, site: Span | undefined): void {
  const { text } = scope;
  const key = `${text.file.path}:${text.offset}`;
  if (trace.open.filter((open) => open === key).length > 0) return;
  trace.open.push(key);
  const script = parse(source);
  for (const { message, pos } of script.errors ?? []) {
    const at = { file: text.file, start: pos + text.offset, end: pos + text.offset };
    const help = 'The shell stops there. What stands before it is imported.';
    trace.findings.push(
      finding(at, 'error', 'shell-syntax', `the shell cannot read this: ${shown(message)}`, help),
    );
  }
  if (text.offset === 0) trace.findings.push(...findWindowsEnds(text.file));
  startJob(text, scope, trace);
  runStatements(script.commands, scope, trace, site);
  trace.open.pop();
}

/** A script with lines of sbatch is a job; what its command asks for wins. */
function startJob({ file, offset }: Scope['text'], scope: Scope, trace: Trace): void {
  if (offset > 0 || !/^#SBATCH\s/m.test(file.text)) return;
  const { job, findings } = jobOf(file);
  trace.findings.push(...findings);
  trace.job = new Map([...job, ...(trace.job ?? [])]);
  for (const [name, word] of variablesOf(trace.job))
    if (!scope.variables.has(name)) scope.variables.set(name, { words: [word], isExported: true });
}
