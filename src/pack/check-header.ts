import { closestMatch } from 'leven';
import type { PackStep } from '../plan/plan.ts';
import { DataFileError, makeFinding, type DataFinding } from './data-finding.ts';
import { layOutRecord } from './locate-field.ts';

/** Positions of the step's columns among the fields of a row. */
export interface ColumnPositions {
  readonly count: number;
  readonly md5: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fields: { readonly image: number; readonly caption: number };
  /** Every caption column, in the order of the step. */
  readonly captions: readonly { readonly column: string; readonly field: number }[];
}

/** Columns of a step: what they are called in the CSV. */
export type ColumnNames = Pick<PackStep, 'columns' | 'captions'>;

/** What a needed column is: the path, the only caption, or one of several. */
type Kind = 'image' | 'text' | 'variant';

/** Names of HunyuanDiT's own script (csv2arrow.py, commit 368280e), which people have in their CSVs. */
const upstreamNames = { image: 'img_path', text: 'text_zh' } as const;

/** Finds the columns in the header; throws DataFileError when one that is needed is missing or given twice. */
export function checkHeader(
  header: readonly string[],
  text: string,
  names: ColumnNames,
  file: string,
  report: (finding: DataFinding) => void,
): ColumnPositions {
  const { columns, captions } = names;
  const starts = layOutRecord(text).fields;
  const at = (index: number) => ({ file, line: 1, column: (starts[index] ?? 0) + 1 });
  const isWhole = [columns.image, ...captions].every((name) => header.includes(name));
  if (!isWhole) {
    refuseOtherSeparator(text, names, file);
    refuseNoHeader(header, file);
  }
  const position = (name: string) => {
    const first = header.indexOf(name);
    const second = header.indexOf(name, first + 1);
    if (first >= 0 && second > first) {
      const message = `column \`${name}\` is given twice`;
      throw new DataFileError(makeFinding('csv-duplicate-column', at(second), message));
    }
    return first < 0 ? undefined : first;
  };
  const needed = (kind: Kind, name: string) => {
    const found = position(name);
    if (found === undefined) throw missingColumn(kind, name, header, file);
    return found;
  };
  const nameless = header.findIndex((name) => name.trim() === '');
  if (nameless >= 0)
    report(makeFinding('csv-nameless-column', at(nameless), `column ${nameless + 1} has no name`));
  const kind = captions.length > 1 ? 'variant' : 'text';
  const image = needed('image', columns.image);
  const found = captions.map((column) => ({ column, field: needed(kind, column) }));
  return {
    count: header.length,
    fields: { image, caption: found[0]?.field ?? 0 },
    captions: found,
    md5: position(columns.md5),
    width: position(columns.width),
    height: position(columns.height),
  };
}

/** Throws DataFileError when the first line of a text is a header with another separator than a comma. */
export function refuseOtherSeparator(text: string, { columns, captions }: ColumnNames, file: string): void {
  const line = text.split(/[\r\n]/u, 1)[0] ?? '';
  const fields = line.split(',');
  if ([columns.image, ...captions].every((name) => fields.includes(name)) || fields.length > 2) return;
  const separator = /[;\t|，；]/u.exec(line);
  if (separator === null) return;
  const name = separator[0] === '\t' ? 'a tab' : `\`${separator[0]}\``;
  const place = { file, line: 1, column: separator.index + 1 };
  throw new DataFileError(
    makeFinding('csv-separator', place, `the separator looks like ${name}, not a comma`),
  );
}

function refuseNoHeader(header: readonly string[], file: string): void {
  if (!header.some(looksLikeImage)) return;
  const message = 'no header row: the first line looks like data';
  throw new DataFileError(makeFinding('csv-no-header', { file, line: 1, column: 1 }, message));
}

function looksLikeImage(field: string): boolean {
  return /\.(?:jpe?g|png|webp|gif|bmp|tiff?|heic|avif)$/iu.test(field.trim());
}

function missingColumn(kind: Kind, name: string, header: readonly string[], file: string): DataFileError {
  const names = header.map((column) => `\`${column}\``).join(', ');
  const place = { file, line: 1, column: 1 };
  return new DataFileError(
    makeFinding(
      'csv-missing-column',
      place,
      `no column \`${name}\`; the header has ${names}`,
      hintFor(kind, name, header),
    ),
  );
}

function hintFor(kind: Kind, name: string, header: readonly string[]): string {
  const key = kind === 'variant' ? 'captions.variants' : `data.columns.${kind}`;
  const upstream = kind === 'variant' ? undefined : upstreamNames[kind];
  if (upstream !== undefined && header.includes(upstream)) {
    return `This is a CSV for HunyuanDiT's own script: write \`${key}: ${upstream}\` into the experiment.`;
  }
  const nearest =
    header.find((column) => column.trim().toLowerCase() === name.toLowerCase()) ??
    closestMatch(name, [...header], { maxDistance: 3 });
  if (nearest === undefined || nearest === '') return `Name the column that the file has under \`${key}\`.`;
  return `Did you mean \`${nearest}\`? Rename the column, or write its name under \`${key}\`.`;
}
