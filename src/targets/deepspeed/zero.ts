import type { Experiment } from '../../experiment/experiment.ts';
import { trainableParameters } from '../../memory/parameters.ts';

/** Elements of the largest buffer for gradients: 0.4 GB in half precision. */
const LARGEST_BUCKET = 200_000_000;
const BUCKET_STEP = 1_000_000;

/** Elements that ZeRO-3 keeps gathered at a time: about eight blocks of DiT-g/2. */
const LIVE_PARAMETERS = 300_000_000;
/** Elements fetched ahead of their use: between one block and two. */
const PREFETCH = 50_000_000;
/** Tensors up to this size are never split: norms and biases. */
const KEEP_WHOLE = 100_000;

/**
 * `zero_optimization`, with the keys that the stage reads in DeepSpeed 0.19.8 and no others: `allgather_bucket_size` belongs to
 * stages 1 and 2 (runtime/zero/stage_1_and_2.py), `offload_param` and `stage3_*` to stage 3 (runtime/zero/stage3.py), and stage 0
 * has none.
 */
export function zeroBlock(experiment: Experiment, worldSize: number): object {
  const { zero } = experiment.machine.memory;
  if (zero === 0) return { stage: zero };
  const bucket = bucketElements(trainableParameters(experiment));
  return {
    stage: zero,
    reduce_scatter: true,
    reduce_bucket_size: bucket,
    ...(zero < 3 && { allgather_bucket_size: bucket }),
    contiguous_gradients: true,
    overlap_comm: worldSize > 1,
    ...offloadBlocks(experiment),
    ...(zero === 3 && stage3Keys()),
  };
}

/**
 * Elements of a gradient bucket: room for all that is trained, up to a limit. Upstream's 1e9 takes 2 GB for the 0.1 GB of a
 * LoRA (T79). Even, as DeepSpeed asks of `allgather_bucket_size` (runtime/zero/stage_1_and_2.py, `nccl_start_alignment_factor`).
 */
export function bucketElements(trainable: number): number {
  return Math.min(Math.ceil(trainable / BUCKET_STEP) * BUCKET_STEP, LARGEST_BUCKET);
}

function offloadBlocks({ machine }: Experiment): object {
  const { offload, zero } = machine.memory;
  const host = { device: 'cpu', pin_memory: true };
  return {
    ...(offload !== 'none' && { offload_optimizer: host }),
    ...(offload === 'optimizer+parameters' && zero === 3 && { offload_param: host }),
  };
}

function stage3Keys(): object {
  return {
    stage3_prefetch_bucket_size: PREFETCH,
    stage3_param_persistence_threshold: KEEP_WHOLE,
    stage3_max_live_parameters: LIVE_PARAMETERS,
    stage3_max_reuse_distance: LIVE_PARAMETERS,
    stage3_gather_16bit_weights_on_model_save: true,
  };
}
