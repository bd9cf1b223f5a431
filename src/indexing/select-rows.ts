import { resolve } from 'node:path';

import type { IndexFilter, IndexStep } from '../plan/plan.ts';
import { dropDuplicates, filterRows, type ReadyFilter } from './filter-rows.ts';
import type { SourceReport } from './index-report.ts';
import { readMd5List } from './md5-list.ts';
import { md5SetOf } from './md5-set.ts';
import { countKept, repeatRows } from './repeat-rows.ts';
import { refuseEmptySizes, type RowTable } from './row-table.ts';

/** The row ids that a step trains on, and what happened to the others. */
export interface Selection {
  /** Ascending; repeats of an id stand beside each other. */
  readonly indices: Int32Array;
  readonly sources: readonly SourceReport[];
}

/** Reads the lists of a step's filters, whose relative paths start at `root`. */
export function readFilters(filters: readonly IndexFilter[], root: string): Promise<readonly ReadyFilter[]> {
  return Promise.all(filters.map((filter) => readFilter(filter, root)));
}

/** Filters in order, then drops duplicates where asked, then repeats. Rows without pixels are an error. */
export function selectRows(step: IndexStep, table: RowTable, filters: readonly ReadyFilter[]): Selection {
  refuseEmptySizes(table);
  const keep = new Uint8Array(table.widths.length).fill(1);
  const removed = filters.map((filter) => filterRows(table, keep, filter));
  const duplicates = step.dedupe ? dropDuplicates(table, keep) : [];
  const sources = table.sources.map(({ source, start, end }, position) => ({
    source,
    rows: end - start,
    removed: step.filters.map((filter, at) => ({ filter, rows: removed[at]?.[position] ?? 0 })),
    duplicates: duplicates[position] ?? 0,
    kept: countKept(keep, start, end),
    times: step.sources[position]?.times ?? 1,
  }));
  return { indices: repeatRows(table, keep, sources), sources };
}

async function readFilter(filter: IndexFilter, root: string): Promise<ReadyFilter> {
  if ('include_md5' in filter) return { include_md5: await readSet(filter.include_md5, root) };
  if ('exclude_md5' in filter) return { exclude_md5: await readSet(filter.exclude_md5, root) };
  return filter;
}

async function readSet(list: string, root: string) {
  return md5SetOf(await readMd5List(resolve(root, list), list));
}
