import type { EpochOrder, Ranks } from './epoch-order.ts';
import { numpyWords } from './mersenne-twister.ts';
import { numpyShuffle, range } from './shuffle.ts';
import { joinParts, shuffleParts, unshuffled } from './shuffle-parts.ts';
import type { Slots } from './slots.ts';

/** A bucket's ratio decides its place in the list before the first shuffle. */
interface Sized {
  readonly height: number;
  readonly width: number;
}

/**
 * The epochs of a training at several sizes, without end. `slots` are those of the buckets, filled up to a multiple of
 * microBatch × worldSize; batches are cut from the buckets and shuffled among all ranks
 * (HunyuanDiT 368280e, IndexKits bucket.py, `MultiResolutionBucketIndexV2`).
 */
export function* multiOrders(
  slots: Slots,
  buckets: readonly Sized[],
  ranks: Ranks,
): Generator<EpochOrder, never> {
  const { seed, start = { epoch: 0 } } = ranks;
  const shuffled = unshuffled(slots, byRatio(buckets));
  for (let epoch = start.epoch; ; epoch += 1) {
    shuffleParts(shuffled, seed + epoch);
    yield cutBlocks(joinParts(shuffled), seed + epoch, epoch, ranks);
  }
}

function byRatio(buckets: readonly Sized[]): Int32Array {
  const ratio = (bucket: number): number => (buckets[bucket]?.height ?? 0) / (buckets[bucket]?.width ?? 1);
  return Int32Array.from([...buckets.keys()].sort((a, b) => ratio(a) - ratio(b)));
}

/** Every rank reads a block of whole batches, so that each batch has one size (IndexKits sampler.py, `BlockDistributedSampler`). */
function cutBlocks(
  slots: Int32Array,
  seed: number,
  epoch: number,
  { worldSize, microBatch }: Ranks,
): EpochOrder {
  const batches = range(slots.length / microBatch);
  numpyShuffle(batches, numpyWords(seed));
  const microSteps = batches.length / worldSize;
  const reads = Array.from({ length: worldSize }, (_, rank) => {
    const block = new Int32Array(microSteps * microBatch);
    batches.subarray(rank * microSteps, (rank + 1) * microSteps).forEach((batch, microStep) => {
      block.set(slots.subarray(batch * microBatch, (batch + 1) * microBatch), microStep * microBatch);
    });
    return block;
  });
  return { epoch, microSteps, reads };
}
