/** Elements of the largest buffer for gradients: 0.4 GB in half precision. */
const LARGEST_BUCKET = 200_000_000;
const BUCKET_STEP = 1_000_000;

/** Elements that ZeRO-3 keeps gathered at a time: about eight blocks of DiT-g/2. */
export const LIVE_PARAMETERS = 300_000_000;
/** Elements fetched ahead of their use: between one block and two. */
export const PREFETCH = 50_000_000;
/** Tensors up to this size are never split: norms and biases. */
export const KEEP_WHOLE = 100_000;

/**
 * Elements of a gradient bucket: room for all that is trained, up to a limit. Upstream's 1e9 takes 2 GB for the 0.1 GB of a
 * LoRA (T79). Even, as DeepSpeed asks of `allgather_bucket_size` (runtime/zero/stage_1_and_2.py, `nccl_start_alignment_factor`).
 */
export function bucketElements(trainable: number): number {
  return Math.min(Math.ceil(trainable / BUCKET_STEP) * BUCKET_STEP, LARGEST_BUCKET);
}
