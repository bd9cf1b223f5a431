import type { Experiment, Written } from '../experiment/experiment.ts';
import { parseSize } from '../experiment/units.ts';
import { gpuOf } from '../hardware/gpus.ts';
import { type Bucket, resolutionBuckets } from '../indexing/resolution-buckets.ts';
import type { MemoryInput } from '../memory/memory-input.ts';

/** What the memory of an experiment depends on; undefined for a card or sizes that rules refuse. */
export function memoryInputOf(
  { model, method, resolution, batch, machine }: Written,
  ema: Experiment['ema'],
): MemoryInput | undefined {
  const gpu = gpuOf(machine);
  const buckets = bucketsOf(resolution);
  if (gpu === undefined || buckets.length === 0) return undefined;
  return {
    model,
    method,
    buckets,
    batch,
    ema: ema === 'none' ? undefined : ema.dtype,
    gpu,
    gpusPerNode: machine.gpus_per_node,
    nodes: machine.nodes,
    hostMemory: machine.host_memory === undefined ? undefined : parseSize(machine.host_memory),
    reserve: machine.memory.reserve,
  };
}

function bucketsOf(resolution: Written['resolution']): readonly Bucket[] {
  if (resolution.kind === 'single') return [{ height: resolution.size, width: resolution.size }];
  const { base, step, ratios } = resolution;
  try {
    return resolutionBuckets({ base, ...(step !== undefined && { step }), ...(ratios && { ratios }) });
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
