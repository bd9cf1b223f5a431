import type { Experiment, Written } from '../experiment/experiment.ts';
import { type Gpu, gpus } from '../hardware/gpus.ts';
import { search } from '../memory/resolve/resolve-memory.ts';
import type { GpuMemory } from '../memory/gpu-memory.ts';
import type { MemoryInput, MemorySettings } from '../memory/memory-input.ts';
import { memoryInputOf } from './memory-input-of.ts';
import { requestedOf } from './settle-memory.ts';

/** GPUs that one node is taken to have when there are more. */
const GPUS_A_NODE = 8;

/** How an experiment would run on some number of a card. */
export interface Fit {
  readonly gpu: string;
  readonly count: number;
  /** Bytes that may be used. */
  readonly usable: number;
  readonly fits: boolean;
  /** Those chosen, or those that need least. */
  readonly settings: MemorySettings;
  readonly memory: GpuMemory;
}

/** Every card with every count, in the order given: what `machine.memory` comes to there, all else as it is. A name that is not in the table is left out. */
export function fitEverywhere(
  written: Written,
  ema: Experiment['ema'],
  cards: readonly string[],
  counts: readonly number[],
): readonly Fit[] {
  return cards.flatMap((name) => {
    const gpu = gpus.get(name);
    const here = memoryInputOf({ ...written, machine: { ...written.machine, gpu: name } }, ema);
    if (gpu === undefined || here === undefined) return [];
    return counts.map((count) => fitOn(name, gpu, count, here, written));
  });
}

function fitOn(name: string, gpu: Gpu, count: number, here: MemoryInput, written: Written): Fit {
  const gpusPerNode = Math.min(count, GPUS_A_NODE);
  const input = { ...here, gpusPerNode, nodes: Math.ceil(count / GPUS_A_NODE) };
  const { fits, settings, memory } = search(input, requestedOf(written.machine.memory));
  return { gpu: name, count, usable: gpu.memory * (1 - input.reserve), fits, settings, memory };
}
