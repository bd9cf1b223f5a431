import { formatPlace, type DataPlace } from './data-finding.ts';
import { locateField } from './locate-field.ts';
import { reasons, type Reason, type ReasonSlug, type Remark, type Severity } from './reasons.ts';
import type { Source } from './source.ts';
import type { SourceRow } from './source-row.ts';
import type { Tally } from './tally.ts';

/** One judgement with how many rows it was passed on and where it was passed first. */
export interface RowFinding {
  readonly reason: ReasonSlug;
  readonly effect: Reason['effect'];
  readonly severity: Severity;
  readonly count: number;
  /** Of several captions the one that is empty, and in which share of the rows. */
  readonly column?: string;
  readonly share?: number;
  /** Sentence part that fits any number of rows. */
  readonly summary: string;
  readonly help?: string;
  /** The first few, in row order. */
  readonly examples: readonly {
    readonly place: DataPlace;
    readonly image: string;
    readonly detail: string;
  }[];
}

/** Turns the judgements that were counted over `rows` rows into findings with places, in the order of the table of reasons. */
export async function reportRows(tally: Tally, source: Source, rows: number): Promise<RowFinding[]> {
  const findings: RowFinding[] = [];
  for (const { reason, count, examples } of tally.entries()) {
    const { column } = examples[0]?.remark ?? {};
    const described = [];
    for (const { row, remark } of examples) {
      described.push({ place: await placeOf(row, remark, source), image: row.image, detail: remark.detail });
    }
    const finding = { reason, ...reasons[reason], count, examples: described };
    const byColumn = reason === 'empty-variant' && column !== undefined;
    findings.push(byColumn ? { ...finding, ...describeEmpty(column, count / rows) } : finding);
  }
  for (const { finding, count } of source.findings) {
    const { reason, place, message } = finding;
    findings.push({ reason, ...reasons[reason], count, examples: [{ place, image: '', detail: message }] });
  }
  return findings;
}

function describeEmpty(column: string, share: number): Pick<RowFinding, 'column' | 'share' | 'summary'> {
  return { column, share, summary: `no caption in \`${column}\`, ${formatShare(share)} of all rows` };
}

async function placeOf(row: SourceRow, remark: Remark, source: Source): Promise<DataPlace> {
  if (source.csvPath === undefined) return { file: `${source.name}/${row.image}`, line: 0, column: 0 };
  const place = await locateField(source.csvPath, row, remark);
  return { file: source.name, ...place };
}

/** One line for a finding: count, what it is, and the first place. */
export function formatRowFinding({ count, summary, examples }: RowFinding): string {
  const [first] = examples;
  const where = first === undefined ? '' : ` (first at ${formatPlace(first.place)}: ${first.detail})`;
  return `${count} ${count === 1 ? 'row' : 'rows'}: ${summary}${where}`;
}

/** `0.42 %` */
export function formatShare(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
