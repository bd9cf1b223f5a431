import { resolve } from 'node:path';
import type { CheckedFile } from '../../baseline/entry.ts';
import { compile, type Request } from '../../compile.ts';
import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { Seen } from '../../env/probe.ts';
import { DitcError } from '../../errors.ts';
import { reporters } from '../../report/index.ts';
import { viewOf } from '../../report/view.ts';
import type { Selection } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { namedFiles } from '../named-files.ts';
import type { Training } from '../training.ts';

export interface CheckOptions extends Selection {
  readonly format: string;
  readonly denyWarnings?: boolean;
  /** Apply the fixes of findings before they are shown. */
  readonly fix?: boolean;
  /** Print what fixes would change, and nothing else. */
  readonly diff?: boolean;
  /** Experiment that files of other tools are for. */
  readonly with?: string;
  /** File with findings that are left out. */
  readonly baseline?: string;
  /** File that the findings are written to instead. */
  readonly writeBaseline?: string;
}

/** Findings of all files on standard output; status 1 when one of them is an error, trouble when one cannot be read. */
export async function check(
  args: readonly string[],
  options: CheckOptions,
  context: Context,
): Promise<number> {
  const { files, troubles } = await namedFiles(args, context.cwd);
  const fixed = options.fix ? await fixFiles(files, options, context) : undefined;
  const checked = options.diff ? undefined : await checkFiles(files, options, context);
  const status = checked && (await show(checked.results, options, context));
  const [trouble] = [...troubles, ...(fixed?.troubles ?? []), ...(checked?.troubles ?? [])];
  if (trouble) throw trouble;
  return status ?? (fixed?.diff === '' ? EXIT.ok : EXIT.findings);
}

/** Applies the fixes, or prints what they would change. */
async function fixFiles(files: readonly string[], options: CheckOptions, context: Context) {
  const { fixExperiments } = await import('../fix-experiments.ts');
  const requests = files.map((file) => ({ file, cwd: context.cwd, ...options }));
  const fixed = await fixExperiments(requests, checkFile, options.diff === true);
  if (options.diff) context.stdout.write(fixed.diff);
  else if (fixed.diff !== '') context.stderr.write(`fixed ${fixed.summary}\n`);
  return fixed;
}

/** The findings of each file; one that cannot be read hides nothing of the others. */
async function checkFiles(files: readonly string[], options: CheckOptions, context: Context) {
  const results: CheckedFile[] = [];
  const troubles: DitcError[] = [];
  const seen: Seen = new Map();
  const training = findTraining(files, options, context);
  for (const file of files) {
    const bytes = file === '-' ? await context.readStdin() : undefined;
    try {
      const diagnostics = await checkAny({ file, bytes, cwd: context.cwd, seen, ...options }, training);
      results.push({ file: file === '-' ? '<stdin>' : file, findings: diagnostics.map(viewOf) }); // of a thousand files only the findings stay in memory
    } catch (error) {
      if (!(error instanceof DitcError)) throw error;
      troubles.push(error);
    }
  }
  return { results, troubles };
}

/** The training that files of other tools are for, once one of them is met. */
type FindTraining = () => Promise<Training | undefined>;

/** The findings of an experiment, or of a file that another tool reads: by its name, or because it is no experiment. */
async function checkAny(request: Request, training: FindTraining): Promise<readonly Diagnostic[]> {
  const { file, bytes, cwd } = request;
  if (isNamedYaml(file)) {
    const diagnostics = await checkFile(request);
    if (!diagnostics.some(isWithoutVersion)) return diagnostics;
    const { checkForeign } = await import('./check-foreign.ts');
    return (await checkForeign(file, bytes, cwd, await training())) ?? diagnostics;
  }
  // A pipe of the shell can be read once.
  const { checkForeign, readWhole } = await import('./check-foreign.ts');
  const whole = bytes ?? readWhole(file, cwd);
  return (await checkForeign(file, whole, cwd, await training())) ?? checkFile({ ...request, bytes: whole });
}

const isNamedYaml = (file: string): boolean => file === '-' || /\.ya?ml$/.test(file);

/** The experiment of `--with`; without it the only one that the same command checks. */
function findTraining(files: readonly string[], options: CheckOptions, { cwd }: Context): FindTraining {
  let found: Promise<Training | undefined> | undefined;
  const find = async (): Promise<Training | undefined> => {
    const { isExperiment } = await import('../named-files.ts');
    const experiments = files.filter(
      (file) => /\.ya?ml$/.test(file) && isExperiment(resolve(cwd, file), file),
    );
    const [file = options.with, ...others] = options.with === undefined ? experiments : [];
    if (file === undefined || others.length > 0) return undefined;
    const { machine, run, set } = options;
    return (await import('../training.ts')).trainingOf({ file, cwd, machine, run, set });
  };
  return () => (found ??= find());
}

/** Whether a file has not even the key that each experiment begins with. */
const isWithoutVersion = ({ code, path, message }: Diagnostic): boolean =>
  code === 'schema/missing-key' && path.length === 0 && message.includes('`ditc`');

/** Writes the findings, or the baseline; the status is that of what is not in the baseline. */
async function show(
  results: readonly CheckedFile[],
  options: CheckOptions,
  context: Context,
): Promise<number> {
  const { format, denyWarnings, writeBaseline } = options;
  if (writeBaseline !== undefined) {
    const { writeKnown } = await import('../known-findings.ts');
    await writeKnown(results, writeBaseline, context);
    return EXIT.ok;
  }
  const left = await withoutKnown(results, options, context);
  const diagnostics = left.flatMap(({ findings }) => findings);
  const filesWithFindings = left.filter(({ findings }) => findings.length > 0).length;
  const reporter = reporters[format];
  if (!reporter) throw new Error(`no reporter ${format}`);
  if (results.length > 0)
    context.stdout.write(reporter({ diagnostics, files: results.length, filesWithFindings }, context.colors));
  const isFailure = diagnostics.some(
    ({ severity }) => severity === 'error' || (denyWarnings === true && severity === 'warning'),
  );
  return isFailure ? EXIT.findings : EXIT.ok;
}

async function withoutKnown(
  results: readonly CheckedFile[],
  { baseline, machine, run, set }: CheckOptions,
  context: Context,
): Promise<readonly CheckedFile[]> {
  if (baseline === undefined) return results;
  const { leaveOutKnown } = await import('../known-findings.ts');
  const isWhole = machine === undefined && run === undefined && set === undefined;
  return leaveOutKnown(results, baseline, isWhole, context);
}

/** The findings of an experiment and of every row of its series; a run that is named is checked alone. */
async function checkFile(request: Request): Promise<readonly Diagnostic[]> {
  const { runs, diagnostics } = await compile({ ...request, until: 'rules' });
  if (request.run !== undefined || runs.length === 0) return diagnostics;
  const all = [diagnostics];
  for (const run of runs) all.push((await compile({ ...request, run, until: 'rules' })).diagnostics);
  // An exception that one of them needs is needed.
  const needed = all
    .flat()
    .filter(
      (finding) =>
        finding.code !== 'allow/unused' || all.every((each) => each.some((other) => isSame(other, finding))),
    );
  return sortDiagnostics(needed);
}

const isSame = (one: Diagnostic, other: Diagnostic): boolean =>
  one.code === other.code && one.span.start === other.span.start && one.message === other.message;
