import { DitcError } from '../errors.ts';
import type { FilledBucket } from '../indexing/fill-buckets.ts';
import type { Ranks } from '../order/epoch-order.ts';
import { multiOrders } from '../order/multi-order.ts';
import { singleOrders } from '../order/single-order.ts';
import { makeSlots, partOf } from '../order/slots.ts';
import type { Epochs } from '../plan/epochs.ts';
import type { IndexStep } from '../plan/plan.ts';

/** What is asked for: an optimizer step, or the start of an epoch; of one rank or of all. */
export interface Asked {
  /** Counted from 0, as the trainer logs it. */
  readonly epoch?: number;
  /** Optimizer step over the whole training, counted from 1, as the trainer logs it. */
  readonly step?: number;
  readonly rank?: number;
}

/** Micro steps of the training, counted from 0. */
export interface MicroSteps {
  readonly first: number;
  readonly count: number;
}

/** One image as a rank reads it. */
export interface Read {
  /** Counted from 0 over the training. */
  readonly microStep: number;
  readonly epoch: number;
  readonly rank: number;
  readonly row: number;
  /** In the epoch's order, from 0: what the loader asks the data set for. */
  readonly position: number;
  /** Whether it only fills its bucket up to whole batches. */
  readonly isCopy: boolean;
  readonly bucket: FilledBucket;
}

/** Micro steps that are shown of an epoch. */
const SHOWN = 4;

/** The micro steps that are asked for; refuses what the training does not have. */
export function chooseMicroSteps(
  { epoch = 0, step, rank = 0 }: Asked,
  { updates, epochs, updatesPerEpoch }: Epochs,
  { accumulation, worldSize }: { readonly accumulation: number; readonly worldSize: number },
): MicroSteps {
  if (rank >= worldSize) throw refuse('rank', rank, `Ranks are 0 to ${worldSize - 1}.`);
  if (step !== undefined) {
    if (step > updates) throw refuse('step', step, `Optimizer steps are 1 to ${updates}.`);
    return { first: (step - 1) * accumulation, count: accumulation };
  }
  if (epoch >= epochs) throw refuse('epoch', epoch, `Epochs are 0 to ${Math.ceil(epochs) - 1}.`);
  const iterations = Math.round(updatesPerEpoch * accumulation);
  return { first: epoch * iterations, count: Math.min(SHOWN, iterations) };
}

/** What the ranks read in these micro steps, step by step. A step of the optimizer may reach into the next epoch. */
export function readsOf(
  kind: IndexStep['resolution']['kind'],
  buckets: readonly FilledBucket[],
  ranks: Ranks,
  { first, count }: MicroSteps,
  isWanted: (row: number, rank: number) => boolean = () => true,
): readonly Read[] {
  const { worldSize, microBatch } = ranks;
  const slots = makeSlots(buckets, kind === 'multi' ? worldSize * microBatch : 1);
  const orders = kind === 'multi' ? multiOrders(slots, buckets, ranks) : singleOrders(slots, ranks);
  const found: Read[] = [];
  let begin = 0;
  for (const { epoch, microSteps, reads } of orders) {
    const end = begin + microSteps;
    for (let microStep = Math.max(first, begin); microStep < Math.min(first + count, end); microStep += 1) {
      const at = (microStep - begin) * microBatch;
      for (const [rank, read] of reads.entries()) {
        for (const [offset, slot] of read.subarray(at, at + microBatch).entries()) {
          const row = slots.rows[slot] ?? -1;
          if (!isWanted(row, rank)) continue;
          const bucket = buckets[partOf(slots, slot)];
          if (bucket === undefined) throw new RangeError(`no slot ${slot}`);
          // Ranks take turns at one size, and read a block each at several (IndexKits sampler.py).
          const position =
            kind === 'multi'
              ? rank * microSteps * microBatch + at + offset
              : (at + offset) * worldSize + rank;
          found.push({ microStep, epoch, rank, row, position, isCopy: slots.copies[slot] === 1, bucket });
        }
      }
    }
    if (end >= first + count || microSteps === 0) break;
    begin = end;
  }
  return found;
}

function refuse(name: string, value: number, help: string): DitcError {
  return new DitcError(`usage/${name}`, `the training has no ${name} ${value}`, { help });
}
