import { CsvError } from 'csv-parse';
import { checkHeader, type ColumnNames, type ColumnPositions, refuseOtherSeparator } from './check-header.ts';
import { DataFileError, makeFinding, type DataFinding } from './data-finding.ts';
import { findBadQuote, placeInText, readTextAt } from './locate-field.ts';
import type { SourceRow } from './source-row.ts';
import { streamRecords } from './stream-records.ts';
import { readVariants } from './variants.ts';

export interface CsvFile extends ColumnNames {
  /** Absolute. */
  readonly path: string;
  /** As messages name it. */
  readonly name: string;
}

/**
 * Streams the rows of a CSV of any size (UTF-8, comma, RFC 4180 quoting, any line ends, header in the first row).
 * Throws DataFileError with line and column where reading cannot go on; reports rows with a wrong number of fields and
 * Windows paths, and leaves them out.
 */
export async function* readCsv(
  csv: CsvFile,
  report: (finding: DataFinding) => void,
): AsyncGenerator<SourceRow> {
  let positions: ColumnPositions | undefined;
  const place = { line: 1, start: 0, emptyLines: 0 };
  let number = 0;
  try {
    for await (const { fields, end, emptyLines } of streamRecords(csv)) {
      place.line += emptyLines - place.emptyLines;
      place.emptyLines = emptyLines;
      if (positions === undefined) {
        const text = (await readTextAt(csv.path, 0)).replace(/^[\r\n]+/u, '');
        positions = checkHeader(fields, text, csv, csv.name, report);
      } else {
        number += 1;
        const row = makeRow(fields, positions, number, place.line, place.start);
        const trouble = findTrouble(fields, row, positions, csv.name);
        if (trouble === undefined) yield row;
        else report(trouble);
      }
      place.line += 1 + countLineEnds(fields);
      place.start = end;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Fields of a file with another separator often have their quotes in the middle: the header says so first.
    if (positions === undefined) refuseOtherSeparator(await readTextAt(csv.path, 0), csv, csv.name);
    throw await describeCsvError(error, csv, place);
  }
  if (number === 0) {
    throw new DataFileError(makeFinding('csv-empty', { file: csv.name, line: 1, column: 1 }, 'no rows'));
  }
}

function makeRow(
  record: string[],
  columns: ColumnPositions,
  number: number,
  line: number,
  start: number,
): SourceRow {
  const optional = (key: 'md5' | 'width' | 'height') => {
    const position = columns[key];
    const value = position === undefined ? undefined : record[position];
    return value === undefined || value === '' ? {} : { [key]: value };
  };
  return {
    number,
    line,
    start,
    fields: columns.fields,
    image: record[columns.fields.image] ?? '',
    caption: record[columns.fields.caption] ?? '',
    ...(columns.captions.length > 1 && readVariants(record, columns)),
    ...optional('md5'),
    ...optional('width'),
    ...optional('height'),
  };
}

function findTrouble(
  record: readonly string[],
  row: SourceRow,
  columns: ColumnPositions,
  file: string,
): DataFinding | undefined {
  const place = { file, line: row.line, column: 1 };
  if (record.length !== columns.count) {
    const count = `${record.length} ${record.length === 1 ? 'field' : 'fields'}, but the header has ${columns.count}`;
    const text = record.join(',');
    return makeFinding(
      'csv-fields',
      place,
      `${count}: \`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``,
    );
  }
  if (process.platform !== 'win32' && /^(?:[A-Za-z]:[\\/]|\\\\)/u.test(row.image)) {
    return makeFinding('csv-windows-path', place, `Windows path \`${row.image}\``);
  }
  return undefined;
}

function countLineEnds(record: readonly string[]): number {
  let count = 0;
  for (const field of record) {
    if (field.includes('\n') || field.includes('\r')) count += field.match(/\r\n|\n|\r/gu)?.length ?? 0;
  }
  return count;
}

async function describeCsvError(
  error: CsvError,
  csv: CsvFile,
  { line, start }: { line: number; start: number },
): Promise<DataFileError> {
  // Rows that the parser had ready when it failed were never seen here: the fault lies some rows behind `start`.
  const text = await readTextAt(csv.path, start, 4 * 2 ** 20);
  const place = { file: csv.name, ...placeInText(text, findBadQuote(text) ?? 0, line) };
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return new DataFileError(makeFinding('csv-quote', place, 'the quote that opens here is never closed'));
  }
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE') {
    return new DataFileError(makeFinding('csv-quote', place, 'quote inside a quoted field is not doubled'));
  }
  if (error.code === 'INVALID_OPENING_QUOTE') {
    return new DataFileError(
      makeFinding('csv-quote', place, 'quote in the middle of a field that is not quoted'),
    );
  }
  throw error;
}
