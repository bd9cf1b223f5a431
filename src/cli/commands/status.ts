import { resolve } from 'node:path';
import { statIfThere } from '../../disk/stat-if-there.ts';
import { DitcError } from '../../errors.ts';
import { lossText, runsText, runText } from '../../report/runs-text.ts';
import { findRuns, lookAtRun, type RunView } from '../../run/look-at-run.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export interface StatusOptions {
  readonly format: string;
  /** Adds the curve of the loss, in JSON the lines that it is drawn of. */
  readonly plot?: boolean;
}

/** Columns beside the curve. */
const MARGIN = 12;

/** How one training stands: the one that is named, by `runs/<name>` or its name, or the one that was started last. */
export async function status(
  name: string | undefined,
  { format, plot = false }: StatusOptions,
  { cwd, stdout }: Context,
): Promise<number> {
  const run = name === undefined ? await newest(cwd) : await named(name, cwd);
  stdout.write(
    format === 'json'
      ? `${JSON.stringify(run, plot ? undefined : withoutMetrics, 2)}\n`
      : `${runText(run)}${plot ? `\n${lossText(run.metrics, stdout.columns - MARGIN)}` : ''}`,
  );
  return EXIT.ok;
}

/** All trainings of a folder. */
export async function runs(
  folder: string,
  { format }: Pick<StatusOptions, 'format'>,
  { cwd, stdout }: Context,
): Promise<number> {
  const path = resolve(cwd, folder);
  if (!(await statIfThere(path))?.isDirectory()) notThere(`there is no folder \`${folder}\``);
  const all = await lookAtAll(path);
  stdout.write(format === 'json' ? `${JSON.stringify(all, withoutMetrics, 2)}\n` : runsText(all));
  return EXIT.ok;
}

/** Leaves the lines out of JSON, which are in `metrics.jsonl` for whoever wants them. */
const withoutMetrics = (key: string, value: unknown): unknown => (key === 'metrics' ? undefined : value);

async function lookAtAll(folder: string): Promise<readonly RunView[]> {
  const all = await Promise.all((await findRuns(folder)).map(lookAtRun));
  return all.filter((run) => run !== undefined);
}

async function newest(cwd: string): Promise<RunView> {
  const all = (await lookAtAll(cwd)).toSorted((one, other) => (one.started < other.started ? -1 : 1));
  return all.at(-1) ?? notThere('nothing was trained here');
}

async function named(name: string, cwd: string): Promise<RunView> {
  const folder = name.includes('/') ? resolve(cwd, name) : resolve(cwd, 'runs', name);
  return (await lookAtRun(folder)) ?? notThere(`nothing was trained in \`${name}\``);
}

function notThere(message: string): never {
  throw new DitcError('env/no-run', message, {
    help: 'Name a folder below `runs/`, from the folder of the experiment; `ditc runs` lists them.',
  });
}
