import { fillBuckets } from '../indexing/fill-buckets.ts';
import type { IndexReport } from '../indexing/index-report.ts';
import { measureBucket } from '../indexing/measure-bucket.ts';
import { readRows } from '../indexing/read-rows.ts';
import { readFilters, selectRows } from '../indexing/select-rows.ts';
import type { Ranks } from '../order/epoch-order.ts';
import { scaleToBucket, scaleToSize, type Size } from '../order/scale.ts';
import type { IndexStep, Plan } from '../plan/plan.ts';
import { type MicroSteps, type Read, readsOf } from './rehearse-order.ts';
import { findRow } from './find-row.ts';
import { type RowFacts, tellRows } from './rehearse-rows.ts';

/** One image of a batch, with all that is done to it but for what the loader draws. */
export interface RehearsedImage extends RowFacts {
  /** Over the training, counted from 1: `step` of the trainer's log. */
  readonly microStep: number;
  /** Optimizer step that it is part of, counted from 1. */
  readonly step: number;
  /** Counted from 0. */
  readonly epoch: number;
  readonly rank: number;
  /** In the epoch's order, from 0. */
  readonly position: number;
  readonly original: Size;
  /** Before the random crop. */
  readonly scaled: Size;
  readonly trained: Size;
  /** Whether it is read once more to fill its bucket up to whole batches. */
  readonly isCopy: boolean;
}

export interface RehearsalOptions {
  /** Absolute folder of the experiment. */
  readonly root: string;
  readonly ranks: Ranks;
  /** Micro steps an optimizer step. */
  readonly accumulation: number;
  /** Those that are wanted, of what the sizes of the images make of an epoch. */
  readonly microSteps: (sizes: Pick<IndexReport, 'buckets' | 'rowsOut'>) => MicroSteps;
  /** One rank instead of all. */
  readonly rank?: number | undefined;
  /** One row instead of all, as `findRow` names it. */
  readonly row?: string | undefined;
  /** At most so many images. */
  readonly limit?: number | undefined;
  /** Whether paths of images are wanted, for which the sources are read. */
  readonly images?: boolean | undefined;
}

/** The batches of some micro steps of a stage, image by image, from its packed data; `env/not-packed` before that. */
export async function rehearse(
  plan: Pick<Plan, 'steps'>,
  index: IndexStep,
  { root, ranks, accumulation, microSteps, rank, row: named, limit, images = true }: RehearsalOptions,
): Promise<readonly RehearsedImage[]> {
  const input = await readRows(index, root);
  const { table } = input;
  const { indices } = selectRows(index, table, await readFilters(index.filters, root));
  const buckets = fillBuckets(index.resolution, { ...table, indices });
  const row = named === undefined ? undefined : await findRow(named, table, index, root);
  const sizes = { buckets: buckets.map((bucket) => measureBucket(bucket, table)), rowsOut: indices.length };
  const isWanted = (at: number, of: number): boolean =>
    (rank === undefined || of === rank) && (row === undefined || at === row);
  const reads = readsOf(index.resolution.kind, buckets, ranks, microSteps(sizes), isWanted).slice(0, limit);
  const facts = await tellRows(new Set(reads.map(({ row }) => row)), input, index, plan.steps, {
    root,
    images,
  });
  return reads.flatMap((read) => {
    const told = facts.get(read.row);
    if (told === undefined) return [];
    const original = { height: table.heights[read.row] ?? 0, width: table.widths[read.row] ?? 0 };
    return [
      { ...stepsOf(read, accumulation), ...told, ...sizesOf(original, read, index), isCopy: read.isCopy },
    ];
  });
}

function stepsOf({ microStep, epoch, rank, position }: Read, accumulation: number) {
  const step = Math.floor(microStep / accumulation) + 1;
  return { epoch, step, microStep: microStep + 1, rank, position };
}

function sizesOf(original: Size, { bucket }: Read, { resolution }: IndexStep) {
  const trained = { height: bucket.height, width: bucket.width };
  const scaled =
    resolution.kind === 'multi' ? scaleToBucket(original, trained) : scaleToSize(original, resolution.size);
  return { original, scaled, trained };
}
