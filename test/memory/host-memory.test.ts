import { describe, expect, it } from 'vitest';
import { diskSpace } from '../../src/memory/disk.ts';
import { hostMemory } from '../../src/memory/host-memory.ts';
import type { MemoryInput, MemorySettings } from '../../src/memory/memory-input.ts';
import { modelParameters } from '../../src/memory/parameters.ts';

const GIB = 2 ** 30;
const P = modelParameters({ size: 'g/2', version: 'v1.2' });
/** VAE and CLIP in fp32, mT5 in fp16. */
const ENCODERS = 4 * (83_653_863 + 350_986_240) + 2 * 1_669_958_656;

const INPUT: MemoryInput = {
  model: { size: 'g/2', version: 'v1.2' },
  method: { kind: 'full' },
  buckets: [{ height: 1024, width: 1024 }],
  batch: 8,
  ema: undefined,
  gpu: { memory: 80 * GIB, compute: 8 },
  gpusPerNode: 1,
  nodes: 1,
  hostMemory: undefined,
  reserve: 0.08,
};
const SETTINGS: MemorySettings = {
  zero: 1,
  offload: 'none',
  microBatch: 1,
  checkpointing: 1,
  attention: 'flash',
  encoderDtype: 'fp16',
};

const bytes = (lines: readonly { readonly name: string; readonly low: number }[]) =>
  Object.fromEntries(lines.map(({ name, low }) => [name, low]));

describe('main memory', () => {
  it('is most at the start while encoders are loaded beside the halved model', () => {
    expect(bytes(hostMemory(INPUT, SETTINGS, 4).start)).toEqual({
      'model in fp16': 2 * P,
      'frozen encoders': ENCODERS,
      process: GIB,
    });
  });

  it('is most at the start while an average is copied from the fp32 model', () => {
    expect(bytes(hostMemory({ ...INPUT, ema: 'fp16' }, SETTINGS, 4).start)).toEqual({
      'model in fp32': 4 * P,
      'moving average': 4 * P,
      process: GIB,
    });
  });

  it('is that of every process of a node, not of all nodes', () => {
    const one = hostMemory(INPUT, SETTINGS, 4);
    const many = hostMemory({ ...INPUT, gpusPerNode: 8, nodes: 2 }, SETTINGS, 4);
    expect(many.low).toBe(8 * one.low);
    expect(many.high).toBe(8 * one.high);
  });

  it('holds offloaded states in training, shared by the GPUs', () => {
    const training = (gpusPerNode: number) =>
      bytes(hostMemory({ ...INPUT, gpusPerNode }, { ...SETTINGS, offload: 'optimizer' }, 0).training);
    expect(training(1)).toEqual({ 'offloaded states': 18 * P, 'process and loaders': GIB });
    expect(training(4)['offloaded states']).toBe(18 * P);
  });

  it('is the larger of both times', () => {
    const { start, training, low } = hostMemory(INPUT, { ...SETTINGS, offload: 'optimizer' }, 4);
    const sum = (lines: typeof start) => lines.reduce((total, line) => total + line.low, 0);
    expect(low).toBe(Math.max(sum(start), sum(training)));
    expect(low).toBe(sum(training));
  });
});

describe('disk', () => {
  const DISK = { checkpoints: 3, optimizerState: false, packed: undefined };

  it('holds whole models of a full fine-tune, with the average', () => {
    expect(bytes(diskSpace({ ...INPUT, ema: 'fp32' }, DISK))).toEqual({
      weights: 3 * 2 * P,
      'moving average': 3 * 4 * P,
    });
  });

  it('holds only the update of a LoRA', () => {
    const method = { kind: 'lora', rank: 64, targets: ['Wqkv'] } as const;
    // rank · (in + out) of 40 layers: 64 · (1408 + 3 · 1408) · 40
    expect(bytes(diskSpace({ ...INPUT, method }, DISK))).toEqual({ weights: 3 * 2 * 64 * 4 * 1408 * 40 });
  });

  it('holds optimizer states where they are kept, and the data', () => {
    expect(bytes(diskSpace(INPUT, { checkpoints: 1, optimizerState: true, packed: 5e9 }))).toEqual({
      weights: 2 * P,
      'optimizer states': 12 * P,
      'packed data': 5e9,
    });
  });
});
