import { resolve } from 'node:path';
import { type Diagnostic, type SourceFile, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import { checkSource } from '../../pack/check-source.ts';
import type { DataFinding } from '../../pack/data-finding.ts';
import type { RowFinding } from '../../pack/report-rows.ts';
import { findingAt } from '../../source/finding.ts';
import { readWhole } from '../../source/read-source.ts';
import { makeSourceFile } from '../../source/source-file.ts';
import type { PackStep } from '../../plan/plan.ts';
import type { Training } from '../training.ts';

/** Rows that each judgement is shown at. */
const SHOWN_ROWS = 100;

/** The findings of a build in a CSV and in the images that it lists, at their rows. Nothing is written. */
export async function checkCsv(
  path: string,
  cwd: string,
  training?: Training,
): Promise<readonly Diagnostic[]> {
  const file = readCsvText(path, cwd);
  const step = stepOf(path, file, training);
  const options = { root: cwd, examples: SHOWN_ROWS, trainedSize: training?.beside.base ?? NATIVE_SIZE };
  const { fileError, findings } = await checkSource(step, options);
  if (fileError) return [ofFile(file, fileError)];
  return sortDiagnostics(findings.flatMap((found) => ofRows(file, found)));
}

/** Pixels of a side that the public weights were trained at. */
const NATIVE_SIZE = 1024;

function readCsvText(path: string, cwd: string): SourceFile {
  const help = 'Name it as a source of an experiment: `ditc build` reads a CSV of any size.';
  return makeSourceFile(path, new TextDecoder().decode(readWhole(resolve(cwd, path), path, help)));
}

/** The CSV as the source of a build, with the columns of the experiment, or with those that its header has of the usual ones. */
function stepOf(path: string, { text }: SourceFile, training: Training | undefined): PackStep {
  const columns = training?.columns ?? usualColumns(text);
  return {
    kind: 'pack',
    id: 'check',
    source: path,
    input: { csv: path },
    columns,
    captions: training?.captions ?? [columns.text],
    dataRoot: training?.dataRoot ?? '',
    shard: { rows: 1, bytes: 1 },
    badImages: { action: 'skip', atMost: 1 },
    out: '',
  };
}

/** The names of the language, or those of upstream's csv2arrow.py (commit 368280e). */
function usualColumns(text: string): PackStep['columns'] {
  const names = new Set(text.slice(0, text.search(/[\r\n]|$/)).split(/[,;\t|"]/));
  const either = (ours: string, upstream: string): string =>
    !names.has(ours) && names.has(upstream) ? upstream : ours;
  return {
    image: either('image_path', 'img_path'),
    text: either('text', 'text_zh'),
    md5: 'md5',
    width: 'width',
    height: 'height',
  };
}

const ofFile = (file: SourceFile, { reason, severity, place, message, help }: DataFinding): Diagnostic =>
  at(file, place, { code: `data/${reason}`, severity, message, help: help ?? 'No row of it can be used.' });

/** One finding a row; the last that is shown says how many more there are. */
function ofRows(
  file: SourceFile,
  { reason, severity, count, summary, help, examples }: RowFinding,
): Diagnostic[] {
  const more = count - examples.length;
  return examples.map(({ place, detail }, index) => {
    const others = index === examples.length - 1 && more > 0 ? ` (and ${more} more rows)` : '';
    const message = `${summary}: ${detail}${others}`;
    return at(file, place, { code: `data/${reason}`, severity, message, help: help ?? LEFT_OUT[severity] });
  });
}

const LEFT_OUT = {
  error: 'A build leaves the row out and lists it in `skipped.csv`.',
  warning: 'Look at the row.',
  info: 'Nothing has to be done.',
};

/** A finding at the field that starts at a place whose column counts characters. */
function at(
  file: SourceFile,
  { line, column }: { readonly line: number; readonly column: number },
  saying: Parameters<typeof findingAt>[3],
): Diagnostic {
  const lineStart = file.lineStarts[line - 1] ?? file.text.length;
  const before = [...file.text.slice(lineStart, lineStart + 2 * column)].slice(0, column - 1).join('');
  const start = lineStart + before.length;
  const field = /^("(?:[^"]|"")*"|[^,\r\n]*)/.exec(file.text.slice(start, start + LONGEST_FIELD))?.[0] ?? '';
  return findingAt(file, start, start + field.length, saying);
}

/** Characters of a field that are marked. */
const LONGEST_FIELD = 200;
