import { type Compiled, compile, type CompiledStage } from '../compile.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { DitcError } from '../errors.ts';
import { reporters } from '../report/index.ts';
import { viewOf } from '../report/view.ts';
import type { Context } from './context.ts';

/** Which experiment of a file a command is about. */
export interface Selection {
  readonly machine?: string;
  readonly run?: string;
  readonly set?: readonly string[];
}

/** A compiled experiment whose every step has succeeded. */
export type Complete = Required<Compiled>;

/** An experiment whose values are settled, though a rule may find an error in it. */
export type SettledView = Pick<Complete, 'folder' | 'stages'>;

/** Settles the values of an experiment for a command that shows them; `undefined` after findings that come before. */
export async function settleOrReport(
  file: string,
  selection: Selection,
  context: Context,
): Promise<SettledView | undefined> {
  const { folder, stages } = await compileFile(file, selection, 'rules', context);
  return stages && { folder, stages };
}

/** Compiles for a command that goes on with the result; findings go to standard error, and errors end it. */
export async function compileOrReport(
  file: string,
  selection: Selection,
  context: Context,
): Promise<Complete | undefined> {
  const compiled = await compileFile(file, selection, 'files', context);
  if (hasErrors(compiled.diagnostics)) return undefined;
  return compiled as Complete; // without errors every step has run
}

/** The stage that is named, or the first. */
export function stageOf({ stages }: Pick<SettledView, 'stages'>, id: string | undefined): CompiledStage {
  if (id === undefined) return stages[0];
  const stage = stages.find(({ experiment }) => experiment.stage.id === id);
  if (stage) return stage;
  const ids = stages.map(({ experiment }) => `\`${experiment.stage.id}\``).join(', ');
  throw new DitcError('usage/stage', `there is no stage \`${id}\``, { help: `There are ${ids}.` });
}

async function compileFile(
  file: string,
  { machine, run, set }: Selection,
  until: 'rules' | 'files',
  context: Context,
): Promise<Compiled> {
  const bytes = file === '-' ? await context.readStdin() : undefined;
  const compiled = await compile({ file, bytes, cwd: context.cwd, machine, run, set, until });
  // What of a series is compiled does not say which exceptions its other rows need.
  const isShown = ({ code, severity }: Diagnostic): boolean =>
    severity !== 'info' && (code !== 'allow/unused' || compiled.runs.length === 0);
  const diagnostics = compiled.diagnostics.filter(isShown).map(viewOf);
  const reporter = reporters[context.stderr.isTerminal ? 'pretty' : 'line'];
  if (diagnostics.length > 0 && reporter)
    context.stderr.write(reporter({ diagnostics, files: 1, filesWithFindings: 1 }, context.colors));
  return compiled;
}
