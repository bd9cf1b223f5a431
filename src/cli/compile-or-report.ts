import { type Compiled, compile } from '../compile.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { reporters } from '../report/index.ts';
import { viewOf } from '../report/view.ts';
import type { Context } from './context.ts';

/** A compiled experiment whose every stage has succeeded. */
export type Complete = Required<Compiled>;

/** Compiles for a command that goes on with the result; findings go to standard error, and errors end it. */
export async function compileOrReport(
  file: string,
  machine: string | undefined,
  context: Context,
): Promise<Complete | undefined> {
  const bytes = file === '-' ? await context.readStdin() : undefined;
  const compiled = await compile({ file, bytes, cwd: context.cwd, machine, until: 'files' });
  const diagnostics = compiled.diagnostics.filter(({ severity }) => severity !== 'info').map(viewOf);
  const reporter = reporters[context.stderr.isTerminal ? 'pretty' : 'line'];
  if (diagnostics.length > 0 && reporter)
    context.stderr.write(reporter({ diagnostics, files: 1, filesWithFindings: 1 }, context.colors));
  if (hasErrors(compiled.diagnostics)) return undefined;
  return compiled as Complete; // without errors every stage has run
}
