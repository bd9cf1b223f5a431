import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { canReach } from '../../disk/can-reach.ts';
import { writeDurably } from '../../disk/write-durably.ts';
import { DitcError } from '../../errors.ts';
import { importFile } from '../../import/import-files.ts';
import { reporters } from '../../report/index.ts';
import { viewOf } from '../../report/view.ts';
import { toTrouble } from '../../run/system-trouble.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export interface ImportOptions {
  readonly format: string;
  readonly out?: string;
}

interface Found {
  readonly name: string;
  readonly text: string;
}

/** The first experiment of the files on standard output, or each in a file of a folder; findings on standard error. */
export async function importFiles(
  files: readonly string[],
  { format, out }: ImportOptions,
  context: Context,
): Promise<number> {
  const experiments: Found[] = [];
  const findings: Diagnostic[] = [];
  let withFindings = 0;
  for (const file of files) {
    const imported = await importFile(file, context.cwd);
    experiments.push(...imported.experiments);
    findings.push(...imported.findings);
    if (imported.findings.length > 0) withFindings += 1;
  }
  if (format === 'json') writeJson(experiments, findings, context);
  else {
    report(findings, files.length, withFindings, context);
    if (out === undefined) printFirst(experiments, context);
  }
  if (out !== undefined) await writeAll(experiments, out, context);
  return hasErrors(findings) ? EXIT.findings : EXIT.ok;
}

function report(
  findings: readonly Diagnostic[],
  files: number,
  filesWithFindings: number,
  { stderr, colors }: Context,
): void {
  const reporter = reporters[stderr.isTerminal ? 'pretty' : 'line'];
  if (findings.length === 0 || !reporter) return;
  stderr.write(reporter({ diagnostics: findings.map(viewOf), files, filesWithFindings }, colors));
}

function printFirst(experiments: readonly Found[], { stdout, stderr }: Context): void {
  const [first] = experiments;
  if (first) stdout.write(first.text);
  if (experiments.length > 1)
    stderr.write(`the first of ${experiments.length} experiments; \`--out FOLDER\` writes a file for each\n`);
}

function writeJson(
  experiments: readonly Found[],
  findings: readonly Diagnostic[],
  { stdout }: Context,
): void {
  stdout.write(`${JSON.stringify({ experiments, diagnostics: findings.map(viewOf) }, undefined, 2)}\n`);
}

/** A file that is already there is never replaced; of two experiments of one name the second gets a number. */
async function writeAll(experiments: readonly Found[], out: string, { cwd, stderr }: Context): Promise<void> {
  const names = experiments.map(({ name }, at) => {
    const before = experiments.slice(0, at).filter((other) => other.name === name).length;
    return `${name}${before > 0 ? `-${before + 1}` : ''}.yaml`;
  });
  for (const name of names)
    if (await canReach(resolve(cwd, out, name)))
      throw new DitcError('env/file-exists', `\`${join(out, name)}\` is already there`, {
        help: 'Nothing was written. Name another folder, or move the file away.',
      });
  for (const [at, { text }] of experiments.entries()) {
    const shown = join(out, names[at] ?? '');
    try {
      await mkdir(resolve(cwd, out), { recursive: true });
      await writeDurably(resolve(cwd, shown), text);
    } catch (error) {
      throw toTrouble(error, shown);
    }
    stderr.write(`wrote ${shown}\n`);
  }
}
