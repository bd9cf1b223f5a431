import type { CheckedFile } from '../../baseline/entry.ts';
import type { Request } from '../../compile.ts';
import type { Seen } from '../../env/probe.ts';
import { DitcError } from '../../errors.ts';
import { reporters } from '../../report/index.ts';
import { viewOf } from '../../report/view.ts';
import { compileLess } from '../compile-less.ts';
import type { Selection } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { namedFiles } from '../named-files.ts';
import { findTraining } from '../training.ts';
import { checkAny } from './check-file.ts';

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
  const training = findTraining(files, options, context.cwd);
  const check = async (request: Request) => (await checkAny(request, training)).diagnostics;
  const fixed = await fixExperiments(requests, check, options.diff === true);
  if (options.diff) context.stdout.write(fixed.diff);
  else if (fixed.diff !== '') context.stderr.write(`fixed ${fixed.summary}\n`);
  return fixed;
}

/** Files whose checks take longer than the start of Node. */
const MANY = 100;

/** The findings of each file; one that cannot be read hides nothing of the others. */
async function checkFiles(files: readonly string[], options: CheckOptions, context: Context) {
  const results: CheckedFile[] = [];
  const troubles: DitcError[] = [];
  const seen: Seen = new Map();
  const training = findTraining(files, options, context.cwd);
  if (files.length > MANY) compileLess();
  for (const file of files) {
    const bytes = file === '-' ? await context.readStdin() : undefined;
    try {
      const { diagnostics, allowed } = await checkAny(
        { file, bytes, cwd: context.cwd, seen, ...options },
        training,
      );
      results.push({
        file: file === '-' ? '<stdin>' : file,
        findings: diagnostics.map(viewOf),
        allowed: allowed.map(viewOf),
      }); // of a thousand files only the findings stay in memory
    } catch (error) {
      if (!(error instanceof DitcError)) throw error;
      troubles.push(error);
    }
  }
  return { results, troubles };
}

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
  const allowed = left.flatMap((each) => each.allowed);
  const filesWithFindings = left.filter(({ findings }) => findings.length > 0).length;
  const reporter = reporters[format];
  if (!reporter) throw new Error(`no reporter ${format}`);
  if (results.length > 0)
    context.stdout.write(
      reporter({ diagnostics, allowed, files: results.length, filesWithFindings }, context.colors),
    );
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
