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
  const largest = largestBucket(resolution);
  if (gpu === undefined || largest === undefined) return undefined;
  return {
    model,
    method,
    buckets: [largest],
    batch,
    ema: ema === 'none' ? undefined : ema.dtype,
    gpu,
    gpusPerNode: machine.gpus_per_node,
    nodes: machine.nodes,
    hostMemory: machine.host_memory === undefined ? undefined : parseSize(machine.host_memory),
    reserve: machine.memory.reserve,
  };
}

/** The bucket with most pixels, whose batches need most; undefined for a shape that rules refuse. */
function largestBucket(resolution: Written['resolution']): Bucket | undefined {
  if (resolution.kind === 'single') return { height: resolution.size, width: resolution.size };
  const { base, step, ratios } = resolution;
  try {
    const buckets = resolutionBuckets({
      base,
      ...(step !== undefined && { step }),
      ...(ratios && { ratios }),
    });
    return buckets.reduce((most, bucket) => (pixels(bucket) > pixels(most) ? bucket : most));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const pixels = ({ height, width }: Bucket): number => height * width;
