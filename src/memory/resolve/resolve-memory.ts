import { type GpuMemory, gpuMemory } from '../gpu-memory.ts';
import type { MemoryInput, MemorySettings } from '../memory-input.ts';
import { offloadedStates } from '../states.ts';
import {
  attentionOf,
  checkpointShares,
  encoderDtypeOf,
  microBatches,
  type Placement,
  placements,
  type RequestedSettings,
} from './candidates.ts';
import { changesThatFit, type FittingChange } from './changes.ts';

/** An alternative that was computed and not taken. */
export interface Rejected {
  readonly settings: MemorySettings;
  /** Bytes of GPU memory at most. */
  readonly total: number;
  readonly why: 'does not fit' | 'does not fit into main memory' | 'costs more';
}

/** The settings that were found, the sum that they come to, and what else was computed. */
export interface ResolvedMemory {
  readonly fits: true;
  readonly settings: MemorySettings;
  readonly memory: GpuMemory;
  /** What the chosen stage and offload cost, in words. */
  readonly cost: string;
  readonly rejected: readonly Rejected[];
}

/** Nothing fits: the least that was found, and the smallest changes that would do. */
export interface UnresolvedMemory {
  readonly fits: false;
  /** The settings that need least. */
  readonly settings: MemorySettings;
  readonly memory: GpuMemory;
  readonly rejected: readonly Rejected[];
  readonly changes: readonly FittingChange[];
}

/** Bytes of a card that may be used. */
export const usableMemory = ({ gpu, reserve }: MemoryInput): number => gpu.memory * (1 - reserve);

/**
 * Settles what the machine leaves open. Stage and offload: the first in their order with which anything fits; then the least share of
 * checkpointed blocks; then the largest micro batch. What nobody has measured counts at its upper bound.
 */
export function resolveMemory(
  input: MemoryInput,
  requested: RequestedSettings,
): ResolvedMemory | UnresolvedMemory {
  const found = search(input, requested);
  if (found.fits) return found;
  return { ...found, changes: changesThatFit(input, requested, (other, wanted) => search(other, wanted)) };
}

type Searched = ResolvedMemory | Omit<UnresolvedMemory, 'changes'>;

/** Looks through all candidates in order. */
export function search(input: MemoryInput, requested: RequestedSettings): Searched {
  const order = placements(input, requested);
  const rejected: Rejected[] = [];
  for (const [index, placement] of order.entries()) {
    const settings = firstFitting(input, requested, placement, rejected);
    if (settings === undefined) continue;
    const later = order
      .slice(index + 1)
      .map(({ zero, offload }) => dearer(input, { ...settings, zero, offload }));
    return {
      fits: true,
      settings,
      memory: gpuMemory(input, settings),
      cost: placement.cost,
      rejected: [...rejected, ...later],
    };
  }
  // What main memory lacks would help the GPU most; the sum shown is one that the card alone decides, if there is any.
  const decided = rejected.filter(({ why }) => why === 'does not fit');
  const least = (decided.length > 0 ? decided : rejected).reduce((best, other) =>
    other.total < best.total ? other : best,
  );
  return { fits: false, settings: least.settings, memory: gpuMemory(input, least.settings), rejected };
}

const dearer = (input: MemoryInput, settings: MemorySettings): Rejected => ({
  settings,
  total: gpuMemory(input, settings).high,
  why: 'costs more',
});

/** The first share of checkpointed blocks with which a micro batch fits, and the largest that does; what does not fit is noted. */
function firstFitting(
  input: MemoryInput,
  requested: RequestedSettings,
  { zero, offload }: Placement,
  rejected: Rejected[],
): MemorySettings | undefined {
  const attention = attentionOf(input.gpu, requested);
  const encoderDtype = encoderDtypeOf(input, requested);
  for (const checkpointing of checkpointShares(input, requested)) {
    const tried = microBatches(input, requested).map((microBatch) => {
      const settings = { zero, offload, microBatch, checkpointing, attention, encoderDtype };
      return { settings, why: whyNot(input, settings) };
    });
    // A larger one may fit where a smaller one does not: without accumulation gradients are not kept beside the backward.
    const misfit = tried.find(({ why }) => why !== undefined);
    if (misfit?.why !== undefined) {
      const { settings, why } = misfit;
      rejected.push({ settings, total: gpuMemory(input, settings).high, why });
    }
    const best = tried.findLast(({ why }) => why === undefined);
    if (best !== undefined) return best.settings;
  }
  return undefined;
}

function whyNot(input: MemoryInput, settings: MemorySettings): Rejected['why'] | undefined {
  const host = offloadedStates(input, settings) * input.gpusPerNode;
  if (input.hostMemory !== undefined && host > input.hostMemory) return 'does not fit into main memory';
  return gpuMemory(input, settings).high > usableMemory(input) ? 'does not fit' : undefined;
}
