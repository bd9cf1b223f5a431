import type { IndexFilter, IndexStep } from '../plan/plan.ts';
import { DitcError } from '../errors.ts';
import { describeFilter } from './describe-index.ts';
import type { CropReport } from './crop-report.ts';

/** What one filter took away, in the order of the experiment. */
interface FilterCount {
  readonly filter: IndexFilter;
  readonly rows: number;
}

/** How the rows of one source fared: `rows` = all `removed` + `duplicates` + `kept`. */
export interface SourceReport {
  readonly source: string;
  readonly rows: number;
  readonly removed: readonly FilterCount[];
  readonly duplicates: number;
  readonly kept: number;
  readonly times: number;
}

export interface BucketCount {
  readonly height: number;
  readonly width: number;
  /** `times` included. */
  readonly rows: number;
  /** Images, repeats not counted, that the trainer enlarges to this size. */
  readonly upscaled: number;
}

/** What an index holds and what it left out. */
export interface IndexReport {
  readonly stage: string;
  readonly out: string;
  readonly sources: readonly SourceReport[];
  readonly rowsIn: number;
  readonly removed: readonly FilterCount[];
  readonly duplicates: number;
  /** Different rows that are left. */
  readonly images: number;
  /** Entries of the index: images, each `times` over. */
  readonly rowsOut: number;
  readonly buckets: readonly BucketCount[];
  readonly upscaled: number;
  readonly crop: CropReport;
  /** False when the same index was there already and nothing was written. */
  readonly written: boolean;
}

/** Sums of the sources' counts. */
export function sumSources(step: IndexStep, sources: readonly SourceReport[]) {
  const sum = (count: (source: SourceReport) => number) =>
    sources.reduce((total, source) => total + count(source), 0);
  return {
    rowsIn: sum(({ rows }) => rows),
    removed: step.filters.map((filter, at) => ({
      filter,
      rows: sum(({ removed }) => removed[at]?.rows ?? 0),
    })),
    duplicates: sum(({ duplicates }) => duplicates),
    images: sum(({ kept }) => kept),
    rowsOut: sum(({ kept, times }) => kept * times),
  };
}

/** The error for an index without rows: which filter took how many, and what to change. */
export function emptyIndex(step: IndexStep, sources: readonly SourceReport[]): DitcError {
  const { rowsIn, removed } = sumSources(step, sources);
  const names = sources.map(({ source }) => `\`${source}\``).join(', ');
  if (rowsIn === 0) {
    return new DitcError(
      'env/empty-index',
      `Stage \`${step.stage}\` has no images: nothing was packed from ${names}`,
      {
        help: 'Look into `skipped.csv` beside the shards: it gives the reason for every row that was left out.',
      },
    );
  }
  const taken = removed.filter(({ rows }) => rows > 0);
  const counts = taken.map(({ filter, rows }) => `\`${describeFilter(filter)}\` ${rows}`).join(', ');
  const worst = [...taken].sort((a, b) => b.rows - a.rows)[0];
  return new DitcError(
    'env/empty-index',
    `Stage \`${step.stage}\` has no images: the filters removed all ${rowsIn} rows of ${names} (${counts})`,
    worst === undefined ? {} : { help: adviceFor(worst.filter) },
  );
}

function adviceFor(filter: IndexFilter): string {
  if ('min_side' in filter) return `Lower \`min_side\` below ${filter.min_side}, or take larger images.`;
  if ('max_aspect' in filter) return `Raise \`max_aspect\` above ${filter.max_aspect}.`;
  if ('include_md5' in filter) {
    return `Check that \`${filter.include_md5}\` lists md5 sums of these very files; a copy saved anew has another sum.`;
  }
  return `Check that \`${filter.exclude_md5}\` is the list you meant: it names nearly every image.`;
}
