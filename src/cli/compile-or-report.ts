import { type Compiled, compile } from '../compile.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { reporters } from '../report/index.ts';
import { viewOf } from '../report/view.ts';
import type { MemoryPlan } from '../settle/settle-memory.ts';
import type { Context } from './context.ts';

/** A compiled experiment whose every stage has succeeded. */
export type Complete = Required<Compiled>;

/** An experiment whose values are settled, though a rule may find an error in it. */
export type SettledView = Required<Pick<Compiled, 'folder' | 'written' | 'experiment' | 'derived'>> & {
  readonly memory: MemoryPlan;
};

/** Settles the values of an experiment for a command that shows them; `undefined` after findings that come before, or an unknown card. */
export async function settleOrReport(
  file: string,
  machine: string | undefined,
  context: Context,
): Promise<SettledView | undefined> {
  const compiled = await compileFile(file, machine, 'rules', context);
  const { folder, written, experiment, derived, memory } = compiled;
  return written && experiment && derived && memory
    ? { folder, written, experiment, derived, memory }
    : undefined;
}

/** Compiles for a command that goes on with the result; findings go to standard error, and errors end it. */
export async function compileOrReport(
  file: string,
  machine: string | undefined,
  context: Context,
): Promise<Complete | undefined> {
  const compiled = await compileFile(file, machine, 'files', context);
  if (hasErrors(compiled.diagnostics)) return undefined;
  return compiled as Complete; // without errors every stage has run
}

async function compileFile(
  file: string,
  machine: string | undefined,
  until: 'rules' | 'files',
  context: Context,
): Promise<Compiled> {
  const bytes = file === '-' ? await context.readStdin() : undefined;
  const compiled = await compile({ file, bytes, cwd: context.cwd, machine, until });
  const diagnostics = compiled.diagnostics.filter(({ severity }) => severity !== 'info').map(viewOf);
  const reporter = reporters[context.stderr.isTerminal ? 'pretty' : 'line'];
  if (diagnostics.length > 0 && reporter)
    context.stderr.write(reporter({ diagnostics, files: 1, filesWithFindings: 1 }, context.colors));
  return compiled;
}
