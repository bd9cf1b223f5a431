import { keptCheckpoints } from '../experiment/checkpoints.ts';
import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { diskSpace } from '../memory/disk.ts';
import type { MemoryLine } from '../memory/gpu-memory.ts';
import { type HostMemory, hostMemory } from '../memory/host-memory.ts';
import type { MemoryPlan } from '../settle/settle-memory.ts';
import { type PlannedMemory, planMemory } from './plan-memory.ts';

/** What an experiment needs: of a GPU, of a node, of the disk. Bytes. */
export interface MemoryView {
  readonly stage: string;
  readonly gpu: string;
  readonly gpuMemory: PlannedMemory;
  readonly hostMemory: HostMemory;
  /** Main memory of a node, if stated. */
  readonly hostLimit?: number;
  /** Checkpoints at the end, when their number is known, and data, when it is packed. */
  readonly disk: readonly MemoryLine[];
}

/** All sums of a stage; `packed` is the size of its shards, once there are any. */
export function viewMemory(
  experiment: Experiment,
  memory: MemoryPlan,
  derived: Derived,
  packed: number | undefined,
): MemoryView {
  const { input, resolved } = memory;
  const { machine } = experiment;
  const checkpoints = keptCheckpoints(experiment, derived);
  return {
    stage: experiment.stage.id,
    gpu:
      typeof machine.gpu === 'string' ? machine.gpu : `a card of compute capability ${machine.gpu.compute}`,
    gpuMemory: planMemory(memory),
    hostMemory: hostMemory(input, resolved.settings, machine.workers),
    ...(input.hostMemory !== undefined && { hostLimit: input.hostMemory }),
    disk: diskSpace(input, { checkpoints: checkpoints ?? 0, optimizerState: false, packed }),
  };
}
