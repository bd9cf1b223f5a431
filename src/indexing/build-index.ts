import { resolve } from 'node:path';

import type { IndexStep } from '../plan/plan.ts';
import { reportCrop } from './crop-report.ts';
import { fillBuckets, type FilledBucket } from './fill-buckets.ts';
import { describeIndex } from './describe-index.ts';
import { renderBaseIndex, renderMultiIndex, type IndexFiles, type IndexHeader } from './index-files.ts';
import { emptyIndex, sumSources, type IndexReport } from './index-report.ts';
import { measureBucket } from './measure-bucket.ts';
import { readRows } from './read-rows.ts';
import { readFilters, selectRows } from './select-rows.ts';
import { writeIndex } from './write-index.ts';

export interface BuildIndexOptions {
  /** The folder of the experiment, where relative paths of the step start. */
  readonly root: string;
  readonly onProgress?: (progress: { readonly source: string; readonly rows: number }) => void;
}

/**
 * Makes the index of one stage from its packed sources: filters in order, duplicates, `times`, then one list of row ids or buckets.
 * The files are those of `idk base` or `idk multireso`. Nothing is written when they are there already; `env/empty-index` when no row is left.
 */
export async function buildIndex(step: IndexStep, options: BuildIndexOptions): Promise<IndexReport> {
  const { report, files } = await prepare(step, options);
  const written = await writeIndex(resolve(options.root, step.out), files());
  return { ...report, written };
}

/** What the index of one stage would hold; nothing is written. */
export async function surveyIndex(step: IndexStep, options: BuildIndexOptions): Promise<IndexReport> {
  return (await prepare(step, options)).report;
}

async function prepare(
  step: IndexStep,
  { root, onProgress }: BuildIndexOptions,
): Promise<{ readonly report: IndexReport; readonly files: () => IndexFiles }> {
  const filters = await readFilters(step.filters, root);
  const { table, arrowFiles } = await readRows(step, root, (source, rows) => onProgress?.({ source, rows }));
  const { indices, sources } = selectRows(step, table, filters);
  if (indices.length === 0) throw emptyIndex(step, sources);
  const buckets = fillBuckets(step.resolution, { ...table, indices });
  const measured = buckets.map((bucket) => measureBucket(bucket, table));
  const header = { dataType: describeIndex(step), configFile: '', arrowFiles, cumLength: table.cumLength };
  const report = {
    stage: step.stage,
    out: step.out,
    sources,
    ...sumSources(step, sources),
    buckets: measured.map(({ height, width, rows, upscaled }) => ({ height, width, rows, upscaled })),
    upscaled: measured.reduce((sum, { upscaled }) => sum + upscaled, 0),
    crop: reportCrop(measured, table),
    written: false,
  };
  return { report, files: () => renderIndex(step, header, indices, buckets) };
}

function renderIndex(
  step: IndexStep,
  header: IndexHeader,
  indices: Int32Array,
  buckets: readonly FilledBucket[],
): IndexFiles {
  if (step.resolution.kind === 'single') return renderBaseIndex(step.out, header, indices);
  const members = buckets.map((bucket) => bucket.indices);
  return renderMultiIndex(step.out, header, buckets, members);
}
