import { readFile } from 'node:fs/promises';
import { basename, dirname, join, parse, relative, resolve, sep } from 'node:path';
import { type Compiled, compile } from '../../compile.ts';
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { DitcError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { size } from '../../report/data-text.ts';
import { pageHtml } from '../../report/page/page.ts';
import { countFindings } from '../../report/reporter.ts';
import { isRun, openRun, type RunFolder } from '../../run/read-run.ts';
import { writeWhole } from '../../run/write-whole.ts';
import type { Selection } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { gatherReport } from '../gather-report.ts';

export interface ReportOptions extends Selection {
  /** Where the page goes, relative to the folder that ditc is started in. */
  readonly out?: string;
}

/** What a page is about, and where it goes when nobody says. */
interface Subject {
  /** Absolute. */
  readonly file: string;
  readonly run?: RunFolder;
  /** Absolute. */
  readonly out: string;
}

/** Writes a page about an experiment or a training; with errors it is about them, and the status is 1. */
export async function report(target: string, options: ReportOptions, context: Context): Promise<number> {
  const { cwd, stderr } = context;
  if (options.out === '-')
    throw new DitcError('usage/report', 'a report is written to a file, not to standard output', {
      help: 'Give `--out` a path, or `./-` for a file of that name.',
    });
  const subject = await findSubject(target, options, cwd);
  const compiled = await compileSubject(subject, options, cwd);
  const input = await gatherReport(compiled, basename(subject.file), subject.run);
  const style = await readFile(new URL('templates/report/page.css', packageRoot()), 'utf8');
  const html = pageHtml(input, style);
  const path = options.out === undefined ? subject.out : resolve(cwd, options.out);
  const shown = relative(cwd, path).split(sep).join('/');
  await writeWhole({ path, content: html, mode: 0o644, shown });
  const found = input.findings.length === 0 ? 'no findings' : countFindings(input.findings);
  stderr.write(`report   ${input.name}: ${found}, ${size(Buffer.byteLength(html))} in ${shown}\n`);
  return hasErrors(compiled.diagnostics) ? EXIT.findings : EXIT.ok;
}

async function findSubject(target: string, { run: row }: Selection, cwd: string): Promise<Subject> {
  if (target === '-')
    throw new DitcError('usage/report', 'a report needs a file, not standard input', {
      help: 'Pictures and data are found from where the file lies.',
    });
  const path = resolve(cwd, target);
  if (!(await isRun(path))) {
    const { dir, name } = parse(path);
    return { file: path, out: join(dir, `${name}${row === undefined ? '' : `-${row}`}.report.html`) };
  }
  const run = await openRun(path, target);
  // `runs/<name>` lies beside the experiment that was trained.
  const file = join(dirname(dirname(run.path)), basename(run.experiment.file));
  return { file, run, out: join(run.path, run.stage ?? '', 'report.html') };
}

/** The experiment as from its own folder, so that the page is the same wherever ditc is started. */
async function compileSubject(
  { file, run }: Subject,
  { machine, run: row, set }: Selection,
  cwd: string,
): Promise<Compiled> {
  const folder = dirname(file);
  const request = {
    file: basename(file),
    cwd: folder,
    machine: machine && relative(folder, resolve(cwd, machine)),
    set,
  };
  const compiled = await compile({ ...request, run: row });
  const trained = row === undefined ? rowOf(compiled, run) : undefined;
  return trained === undefined ? compiled : compile({ ...request, run: trained });
}

/** The row of the series that a training is of: its name ends with it. */
function rowOf({ stages, runs }: Compiled, run: RunFolder | undefined): string | undefined {
  const name = stages?.[0].experiment.name;
  return runs.find((id) => run?.experiment.name === `${name}-${id}`);
}
