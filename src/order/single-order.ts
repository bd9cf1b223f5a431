import type { EpochOrder, Ranks } from './epoch-order.ts';
import { numpyWords } from './mersenne-twister.ts';
import { numpyShuffle, range } from './shuffle.ts';
import { joinParts, shuffleParts, unshuffled } from './shuffle-parts.ts';
import type { Slots } from './slots.ts';

/**
 * The epochs of a training at one size, without end: `ArrowIndexV2` for one file, `MultiIndexV2` for several, which shuffles the
 * places of all once more (HunyuanDiT 368280e, IndexKits indexer.py and bucket.py).
 */
export function* singleOrders(slots: Slots, ranks: Ranks): Generator<EpochOrder, never> {
  const { seed, start = { epoch: 0, microStep: 0 } } = ranks;
  const files = slots.bounds.length - 1;
  const shuffled = unshuffled(slots, range(files));
  for (let epoch = start.epoch; ; epoch += 1) {
    shuffleParts(shuffled, seed + epoch);
    const joined = joinParts(shuffled);
    if (files > 1) numpyShuffle(joined, numpyWords(seed + epoch));
    yield deal(joined, epoch, epoch === start.epoch ? start.microStep : 0, ranks);
  }
}

/**
 * Slots in turn to the ranks; what does not reach for all of them is dropped, and then what fills no batch (IndexKits sampler.py,
 * `DistributedSamplerWithStartIndex` with `drop_last`, and the loader's own `drop_last`; trap T91).
 */
function deal(
  slots: Int32Array,
  epoch: number,
  microStep: number,
  { worldSize, microBatch }: Ranks,
): EpochOrder {
  const first = microStep * worldSize * microBatch;
  const microSteps = Math.max(0, Math.floor(Math.floor((slots.length - first) / worldSize) / microBatch));
  const reads = Array.from({ length: worldSize }, (_, rank) => {
    const read = new Int32Array(microSteps * microBatch);
    for (let at = 0; at < read.length; at += 1) read[at] = slots[first + at * worldSize + rank] ?? 0;
    return read;
  });
  return { epoch, microSteps, reads };
}
