import { describe, expect, it } from 'vitest';
import { resolutionBuckets } from '../../src/indexing/resolution-buckets.ts';
import { waitingShare } from '../../src/indexing/waiting-share.ts';
import { multiOrders } from '../../src/order/multi-order.ts';
import { makeSlots, partOf } from '../../src/order/slots.ts';

const buckets = resolutionBuckets({ base: 1024, step: 128 });
const filled = buckets.map((bucket, at) => ({ ...bucket, padded: 16 * (1 + ((at * 7) % 5)) }));

/** The share over some epochs of the trainer's order, step by step. */
function measured(worldSize: number, epochs: number): number {
  const microBatch = 1;
  const members = filled.map(({ padded, ...bucket }) => ({
    ...bucket,
    indices: new Int32Array(padded),
    upscaled: 0,
  }));
  const slots = makeSlots(members, worldSize * microBatch);
  const pixels = filled.map(({ height, width }) => height * width);
  let [worked, taken] = [0, 0];
  for (const { epoch, microSteps, reads } of multiOrders(slots, members, {
    worldSize,
    microBatch,
    seed: 7,
  })) {
    if (epoch === epochs) break;
    for (let step = 0; step < microSteps; step += 1) {
      const of = reads.map((read) => pixels[partOf(slots, read[step] ?? 0)] ?? 0);
      worked += of.reduce((sum, each) => sum + each, 0);
      taken += Math.max(...of) * worldSize;
    }
  }
  return 1 - worked / taken;
}

describe('the share of waiting', () => {
  it.each([2, 4, 8])('is that of the real order of %i GPUs', (worldSize) => {
    const found = waitingShare(filled, worldSize);
    expect(found).toBeGreaterThan(0.03);
    expect(found).toBeCloseTo(measured(worldSize, 20), 2);
  });

  it('is nothing on one GPU, and where all have one size', () => {
    expect(waitingShare(filled, 1)).toBeCloseTo(0, 12);
    expect(waitingShare([{ height: 1024, width: 1024, padded: 640 }], 8)).toBe(0);
    expect(waitingShare([], 8)).toBe(0);
  });
});
