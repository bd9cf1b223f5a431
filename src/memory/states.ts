import { parametersOf } from './adapter-parameters.ts';
import { bucketElements, LIVE_PARAMETERS, PREFETCH } from './buckets.ts';
import { accumulationOf, type MemoryInput, type MemorySettings, worldSizeOf } from './memory-input.ts';

const HALF = 2;
const FLOAT = 4;
/** Master weight and both moments of Adam, each in fp32. */
const OPTIMIZER = 3 * FLOAT;
/** Bytes in main memory for each offloaded parameter: the same and its gradient in fp32, and the fp16 gradient that arrives. */
export const OFFLOADED = OPTIMIZER + FLOAT + HALF;
/** Largest tensor that is trained: `mlp_t5.0.weight`, 8192 × 2048; LoRA's are smaller (hydit/modules/models.py:316). */
const LARGEST_TENSOR = 16_777_216;
/** Elements that are flattened at a time without ZeRO (DeepSpeed 0.19.8 runtime/engine.py, MEMORY_OPT_ALLREDUCE_SIZE). */
const ALLREDUCE_ELEMENTS = 500_000_000;
/** Elements of a group that the optimizer of ZeRO-3 steps at a time (DeepSpeed 0.19.8 runtime/zero/config.py, sub_group_size). */
const SUB_GROUP = 1_000_000_000;

/** Share of what is trained that one GPU has the states of. */
function ownShare(input: MemoryInput, { zero }: MemorySettings): number {
  const { trained } = parametersOf(input);
  return zero === 0 ? trained : Math.ceil(trained / worldSizeOf(input));
}

/**
 * Weights of the networks in training, frozen ones among them, in half precision: whole below ZeRO-3. There what DeepSpeed wraps is
 * split, or lies in main memory, and gathered as it is needed.
 */
export function weights(input: MemoryInput, settings: MemorySettings): number {
  const { all } = parametersOf(input);
  if (settings.zero < 3) return HALF * all;
  const kept = settings.offload === 'optimizer+parameters' ? 0 : Math.ceil(all / worldSizeOf(input));
  const gathered = Math.min(all - kept, LIVE_PARAMETERS + PREFETCH);
  return HALF * (kept + gathered);
}

/** The moving average: a copy of the whole DiT on every GPU, for full fine-tuning and the IP-Adapter only (hydit/modules/ema.py:48, commit 368280e). */
export function movingAverage(input: MemoryInput): number {
  if (input.ema === undefined || input.method.kind === 'lora' || input.method.kind === 'controlnet') return 0;
  return (input.ema === 'fp32' ? FLOAT : HALF) * parametersOf(input).all;
}

/**
 * Gradients in half precision that wait for the optimizer step: whole without ZeRO, else this GPU's share
 * (`averaged_gradients`, DeepSpeed 0.19.8 runtime/zero/stage_1_and_2.py); none where the step runs in main memory.
 */
export function gradients(input: MemoryInput, settings: MemorySettings): number {
  return settings.offload === 'none' ? HALF * ownShare(input, settings) : 0;
}

/**
 * What gradients take in a backward beside those that wait. Stage 1 has them whole until they are reduced: at the end of the backward of the last micro
 * step, or on the way in it where communication overlaps, which is emitted for several GPUs (`process_gradients`,
 * `reduce_ready_partitions_and_remove_grads`). Stage 2 adds this GPU's share of a further micro step to a second copy
 * (`independent_gradient_partition_epilogue`).
 */
export function gradientsInBackward(input: MemoryInput, settings: MemorySettings): number {
  const accumulates = accumulationOf(input, settings) > 1;
  if (settings.zero === 1) {
    const { trained } = parametersOf(input);
    return accumulates || worldSizeOf(input) === 1 ? HALF * trained - gradients(input, settings) : 0;
  }
  return settings.zero === 2 && accumulates ? gradients(input, settings) : 0;
}

/** What gradients of earlier micro steps take while the next is encoded, beside those that wait. */
export function gradientsInEncoding(input: MemoryInput, settings: MemorySettings): number {
  const whole = settings.zero === 1 && accumulationOf(input, settings) > 1;
  return whole ? gradientsInBackward(input, settings) : 0;
}

/** Master weights and moments of Adam on the GPU, split over the GPUs from stage 1 on (runtime/zero/stage_1_and_2.py:489-509). */
export function optimizerStates(input: MemoryInput, settings: MemorySettings): number {
  return settings.offload === 'none' ? OPTIMIZER * ownShare(input, settings) : 0;
}

/**
 * Buffers that gradients pass through in the backward: one of the emitted bucket size, two when communication overlaps
 * (`setup_buckets`; `overlap_comm` is emitted for several GPUs); without ZeRO a flat copy for the all-reduce. Offloaded, one more of the largest tensor.
 */
export function reductionBuffers(input: MemoryInput, settings: MemorySettings): number {
  const { trained } = parametersOf(input);
  const several = worldSizeOf(input) > 1;
  if (settings.zero === 0) return several ? HALF * Math.min(trained, ALLREDUCE_ELEMENTS) : 0;
  const staging = settings.offload === 'none' ? 0 : HALF * Math.min(trained, LARGEST_TENSOR);
  const buffers = several && settings.zero < 3 ? 2 : 1;
  return buffers * HALF * bucketElements(trained) + staging;
}

/**
 * What the optimizer step takes for a moment: a flat copy of the gradients and one in fp32 (`step`, runtime/zero/stage_1_and_2.py:3085);
 * without ZeRO one in fp32 of all (runtime/fp16/unfused_optimizer.py:219); with stage 3 one in fp32 of a group. Nothing where it runs in main memory.
 * AdamW itself takes nothing: it is fused on the GPU.
 */
export function optimizerStep(input: MemoryInput, settings: MemorySettings): number {
  if (settings.offload !== 'none') return 0;
  const own = ownShare(input, settings);
  if (settings.zero === 0) return FLOAT * own;
  if (settings.zero === 3) return FLOAT * Math.min(own, SUB_GROUP);
  return (HALF + FLOAT) * own;
}

/** Bytes of main memory that a process holds for what is offloaded: master weight, moments and gradient in fp32, and a staging copy (runtime/zero/stage_1_and_2.py:495-507, 934). */
export function offloadedStates(input: MemoryInput, settings: MemorySettings): number {
  if (settings.offload === 'none') return 0;
  const states = OFFLOADED * ownShare(input, settings);
  const parameters = Math.ceil(parametersOf(input).all / worldSizeOf(input));
  return settings.offload === 'optimizer' ? states : states + HALF * parameters;
}
