import { controlNetParameters, parametersOf } from './adapter-parameters.ts';
import type { MemoryLine } from './gpu-memory.ts';
import type { MemoryInput } from './memory-input.ts';
import { movingAverage } from './states.ts';

/** What is written while training. */
export interface DiskInput {
  /** Checkpoints that are kept. */
  readonly checkpoints: number;
  /** Whether each keeps the states of the optimizer, so that a run can go on from it. */
  readonly optimizerState: boolean;
  /** Bytes of images in the packed shards, if known. */
  readonly packed: number | undefined;
}

/**
 * Bytes on disk: of each checkpoint the weights in fp16, the moving average, and 12 bytes a trained parameter of optimizer states
 * (hydit/train_deepspeed.py:64-140, commit 368280e); of data the shards, which hold each image's bytes as they are.
 */
export function diskSpace(input: MemoryInput, disk: DiskInput): readonly MemoryLine[] {
  const { trained } = parametersOf(input);
  const saved = savedParameters(input);
  const line = (name: string, bytes: number, note: string): MemoryLine => ({
    name,
    low: bytes,
    high: bytes,
    note,
  });
  const each = `of ${disk.checkpoints} checkpoints`;
  return [
    line('weights', 2 * saved * disk.checkpoints, each),
    line('moving average', movingAverage(input) * disk.checkpoints, each),
    line('optimizer states', disk.optimizerState ? 12 * trained * disk.checkpoints : 0, each),
    line('packed data', disk.packed ?? 0, 'shards'),
  ].filter(({ high }) => high > 0);
}

/** Parameters of a checkpoint: the whole network that is trained, of an adapter only what it adds. */
function savedParameters({ model, method }: MemoryInput): number {
  switch (method.kind) {
    case 'controlnet':
      return controlNetParameters(model);
    case 'full':
    case 'lora':
    case 'ipadapter':
      return parametersOf({ model, method }).trained;
  }
}
