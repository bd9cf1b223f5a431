import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DitcError } from '../errors.ts';
import type { PackStep } from '../plan/plan.ts';
import { DataFileError, makeFinding, type DataFinding } from './data-finding.ts';
import type { CsvStamp } from './packed-folder.ts';
import { readCsv, type CsvFile } from './read-csv.ts';
import { listFolder, readFolder } from './read-folder.ts';
import { reasons } from './reasons.ts';
import type { SourceRow } from './source-row.ts';
import type { RowRange } from './part.ts';
import { isMissing } from '../disk/system-error.ts';

/** A source that was found to be readable from end to end. */
export interface Source {
  /** As messages name it. */
  readonly name: string;
  /** Absolute path of the CSV; undefined for a folder. */
  readonly csvPath: string | undefined;
  /** Absolute folder where relative image paths start. */
  readonly dataRoot: string;
  readonly total: number;
  readonly stamp: CsvStamp | undefined;
  /** What is to be said about the source as a whole; no errors. */
  readonly findings: readonly { readonly finding: DataFinding; readonly count: number }[];
  /** All rows, or those of a range. */
  readonly rows: (range?: RowRange) => AsyncGenerator<SourceRow>;
}

/**
 * Opens the source of a step. A CSV is read through once, before anything is packed, unless it still is what `known` says;
 * throws DataFileError with the first place that is wrong, `env/missing-source` when there is nothing.
 */
export async function openSource(step: PackStep, root: string, known: CsvStamp | undefined): Promise<Source> {
  const { input } = step;
  if ('folder' in input) return await openFolder(resolve(root, input.folder), input.folder);
  const path = resolve(root, input.csv);
  const csv: CsvFile = { path, name: input.csv, columns: step.columns, captions: step.captions };
  const { size, mtimeMs } = await statCsv(csv);
  const same = known !== undefined && known.size === size && known.mtimeMs === mtimeMs;
  const { rows: total, findings } = same ? { rows: known.rows, findings: [] } : await survey(csv);
  if (step.rows !== undefined && step.rows !== total) {
    const message = `${total} rows, but \`rows\` of source \`${step.source}\` promises ${step.rows}`;
    throw new DataFileError(makeFinding('csv-rows', { file: csv.name, line: 1, column: 1 }, message));
  }
  return {
    name: csv.name,
    csvPath: path,
    dataRoot: step.dataRoot === '' ? dirname(path) : resolve(root, step.dataRoot),
    total,
    stamp: { size, mtimeMs, rows: total },
    findings,
    rows: (range) => (range ? within(range, readCsv(csv, throwErrors)) : readCsv(csv, throwErrors)),
  };
}

async function openFolder(folder: string, name: string): Promise<Source> {
  const listing = await listFolder(folder, name);
  if (listing.images.length === 0) {
    throw new DitcError('env/missing-source', `No images in the folder \`${name}\``, {
      help: 'Correct `folder` of the source; subfolders are looked into.',
    });
  }
  const [stray] = listing.strayCaptions;
  const place = { file: `${name}/${stray ?? ''}`, line: 0, column: 0 };
  const finding = makeFinding('stray-caption', place, 'caption without an image');
  return {
    name,
    csvPath: undefined,
    dataRoot: folder,
    total: listing.images.length,
    stamp: undefined,
    findings: stray === undefined ? [] : [{ finding, count: listing.strayCaptions.length }],
    rows: (range) => readFolder(folder, listing, range ?? { from: 0, end: listing.images.length }),
  };
}

async function statCsv({ path, name }: CsvFile) {
  try {
    const stats = await stat(path);
    if (stats.isFile()) return stats;
  } catch (error) {
    const message = isMissing(error) ? `No CSV \`${name}\`` : `Cannot read the CSV \`${name}\``;
    throw new DitcError('env/missing-source', message, {
      help: 'Correct `csv` of the source; it starts at the folder of the experiment.',
      cause: error,
    });
  }
  throw new DitcError('env/missing-source', `\`${name}\` is a folder, not a CSV`, {
    help: 'For a folder of images write `folder:` instead of `csv:`.',
  });
}

/** Reads the whole CSV without looking at images; trouble of one kind is told once, with how often it occurs. */
async function survey(csv: CsvFile): Promise<{ rows: number; findings: Source['findings'] }> {
  const found = new Map<string, { finding: DataFinding; count: number }>();
  let rows = 0;
  for await (const _row of readCsv(csv, (finding) => {
    const before = found.get(finding.reason);
    found.set(finding.reason, { finding: before?.finding ?? finding, count: (before?.count ?? 0) + 1 });
  })) {
    rows += 1;
  }
  const findings = [...found.values()];
  const error = findings.find(({ finding }) => reasons[finding.reason].effect === 'file');
  if (error !== undefined) throw new DataFileError(error.finding, error.count - 1);
  return { rows, findings };
}

/** Of all rows those of a range; what comes behind it is not read. */
async function* within({ from, end }: RowRange, rows: AsyncIterable<SourceRow>): AsyncGenerator<SourceRow> {
  for await (const row of rows) {
    if (row.number > end) return;
    if (row.number > from) yield row;
  }
}

/** For the second reading: what is wrong now was not there a moment ago. */
function throwErrors(finding: DataFinding): void {
  if (reasons[finding.reason].effect === 'file') throw new DataFileError(finding);
}
