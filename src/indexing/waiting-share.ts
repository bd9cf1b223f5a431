import type { Bucket } from './resolution-buckets.ts';

/** A size, and how much of an epoch is trained at it. */
interface Weighed extends Bucket {
  readonly padded: number;
}

/**
 * Share of the time in which a GPU waits for the slowest of `worldSize`, when a batch takes as long as it has pixels. Every GPU reads a block
 * of its own of the shuffled batches, so their sizes are drawn apart (HunyuanDiT 368280e, IndexKits sampler.py:62-85, T93).
 * Attention takes more than in proportion, so the real share is a little larger.
 */
export function waitingShare(sizes: readonly Weighed[], worldSize: number): number {
  const total = sizes.reduce((sum, { padded }) => sum + padded, 0);
  if (total === 0) return 0;
  const ascending = sizes
    .map(({ height, width, padded }) => ({ pixels: height * width, share: padded / total }))
    .sort((a, b) => a.pixels - b.pixels);
  let [below, mean, largest] = [0, 0, 0];
  for (const { pixels, share } of ascending) {
    mean += pixels * share;
    largest += pixels * ((below + share) ** worldSize - below ** worldSize);
    below += share;
  }
  return Math.max(0, 1 - mean / largest);
}
