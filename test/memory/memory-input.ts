import type { MemoryInput, MemorySettings } from '../../src/memory/memory-input.ts';

const A100 = { memory: 81_920 * 2 ** 20, compute: 8 };

/** A full fine-tune of the newest model on one GPU, with some values changed. */
export const memoryInput = (changes: Partial<MemoryInput> = {}): MemoryInput => ({
  model: { size: 'g/2', version: 'v1.2' },
  method: { kind: 'full' },
  buckets: [{ height: 1024, width: 1024 }],
  batch: 1,
  ema: undefined,
  gpu: A100,
  gpusPerNode: 1,
  nodes: 1,
  hostMemory: undefined,
  reserve: 0,
  ...changes,
});

/** Nothing split, offloaded or recomputed, with some values changed. */
export const memorySettings = (changes: Partial<MemorySettings> = {}): MemorySettings => ({
  zero: 0,
  offload: 'none',
  microBatch: 1,
  checkpointing: 0,
  attention: 'flash',
  encoderDtype: 'fp16',
  ...changes,
});

/** Updates of the layers that ours trains by default. */
export const LORA = {
  kind: 'lora',
  rank: 64,
  targets: ['Wqkv', 'attn2.q_proj', 'kv_proj', 'out_proj'],
} as const satisfies MemoryInput['method'];
