import type { Experiment } from '../../experiment/experiment.ts';
import { bucketElements, KEEP_WHOLE, LIVE_PARAMETERS, PREFETCH } from '../../memory/buckets.ts';
import { parametersOf } from '../../memory/adapter-parameters.ts';

/**
 * `zero_optimization`, with the keys that the stage reads in DeepSpeed 0.19.8 and no others: `allgather_bucket_size` belongs to
 * stages 1 and 2 (runtime/zero/stage_1_and_2.py), `offload_param` and `stage3_*` to stage 3 (runtime/zero/stage3.py), and stage 0
 * has none.
 */
export function zeroBlock(experiment: Experiment, worldSize: number): object {
  const { zero } = experiment.machine.memory;
  if (zero === 0) return { stage: zero };
  const bucket = bucketElements(parametersOf(experiment).trained);
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
