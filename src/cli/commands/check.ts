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

export interface CheckOptions extends Selection {
  readonly format: string;
  readonly denyWarnings?: boolean;
  /** Apply the fixes of findings before they are shown. */
  readonly fix?: boolean;
  /** Print what fixes would change, and nothing else. */
  readonly diff?: boolean;
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
  const { format, denyWarnings } = options;
  const results: CheckedFile[] = [];
  const { files, troubles: unnamed } = await namedFiles(args, context.cwd);
  const troubles = [...unnamed];
  if (options.fix) {
    const { fixExperiments } = await import('../fix-experiments.ts');
    const requests = files.map((file) => ({ file, cwd: context.cwd, ...options }));
    const fixed = await fixExperiments(requests, checkFile, options.diff === true);
    troubles.push(...fixed.troubles);
    if (options.diff) {
      context.stdout.write(fixed.diff);
      if (troubles[0]) throw troubles[0];
      return fixed.diff === '' ? EXIT.ok : EXIT.findings;
    }
    if (fixed.diff !== '') context.stderr.write(`fixed ${fixed.summary}\n`);
  }
  const seen: Seen = new Map();
  for (const file of files) {
    const bytes = file === '-' ? await context.readStdin() : undefined;
    try {
      const diagnostics = await checkFile({ file, bytes, cwd: context.cwd, seen, ...options });
      results.push({ file: file === '-' ? '<stdin>' : file, findings: diagnostics.map(viewOf) }); // of a thousand files only the findings stay in memory
    } catch (error) {
      if (!(error instanceof DitcError)) throw error;
      troubles.push(error); // a file that cannot be read hides nothing of the others
    }
  }
  if (options.writeBaseline !== undefined) {
    const { writeKnown } = await import('../known-findings.ts');
    await writeKnown(results, options.writeBaseline, context);
    if (troubles[0]) throw troubles[0];
    return EXIT.ok;
  }
  const left = await withoutKnown(results, options, context);
  const diagnostics = left.flatMap(({ findings }) => findings);
  const filesWithFindings = left.filter(({ findings }) => findings.length > 0).length;
  const reporter = reporters[format];
  if (!reporter) throw new Error(`no reporter ${format}`);
  if (results.length > 0)
    context.stdout.write(reporter({ diagnostics, files: results.length, filesWithFindings }, context.colors));
  if (troubles[0]) throw troubles[0];
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
