import type { MemorySettings } from '../memory/memory-input.ts';

/** `ZeRO-1, micro batch 4, half the blocks recomputed, flash attention, encoders in fp16` */
export function settingsText(settings: MemorySettings): string {
  const { attention, encoderDtype } = settings;
  return `${placementText(settings)}, micro batch ${settings.microBatch}, ${checkpointingText(settings)}, ${attention === 'flash' ? 'flash' : "PyTorch's"} attention, encoders in ${encoderDtype}`;
}

/** `ZeRO-2 with the optimizer in main memory` */
export function placementText({ zero, offload }: Pick<MemorySettings, 'zero' | 'offload'>): string {
  const stage = zero === 0 ? 'no ZeRO' : `ZeRO-${zero}`;
  if (offload === 'none') return stage;
  return `${stage} with the ${offload.replace('+', ' and the ')} in main memory`;
}

/** `no checkpointing` */
export function checkpointingText({ checkpointing }: Pick<MemorySettings, 'checkpointing'>): string {
  if (checkpointing === 0) return 'no checkpointing';
  return checkpointing === 1
    ? 'all blocks checkpointed'
    : `${checkpointing * 100} % of the blocks checkpointed`;
}
