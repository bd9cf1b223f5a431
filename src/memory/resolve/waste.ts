import { gpuMemory } from '../gpu-memory.ts';
import { accumulationOf, type MemoryInput, type MemorySettings } from '../memory-input.ts';
import type { RequestedSettings } from './candidates.ts';
import { search } from './resolve-memory.ts';

/** A stated setting that costs more than another one that fits as well. */
export interface Waste {
  readonly setting: 'zero' | 'offload' | 'checkpointing';
  readonly stated: MemorySettings['zero' | 'offload' | 'checkpointing'];
  readonly enough: MemorySettings['zero' | 'offload' | 'checkpointing'];
  /** What the stated one costs, in words. */
  readonly cost: string;
  /** Bytes at most with the cheaper one. */
  readonly total: number;
}

const COST = {
  zero: 'more communication at every step',
  offload: 'updates on the processor and traffic over the bus',
  checkpointing: 'blocks are computed twice, about a third more work when it is all of them',
} as const;

const OFFLOADS = ['none', 'optimizer', 'optimizer+parameters'];

/** Settings that are stated though cheaper ones fit, with all others as they were resolved. */
export function findWaste(
  input: MemoryInput,
  requested: RequestedSettings,
  settings: MemorySettings,
): readonly Waste[] {
  return [...placementWaste(input, requested, settings), ...checkpointingWaste(input, requested, settings)];
}

/** Stage and offload are judged together: what is offloaded binds the stage. The offload is named when it is stated, for it costs more. */
function placementWaste(
  input: MemoryInput,
  requested: RequestedSettings,
  settings: MemorySettings,
): readonly Waste[] {
  if (requested.zero === 'auto' && requested.offload === 'auto') return [];
  const found = search(input, { ...settings, zero: 'auto', offload: 'auto' });
  if (!found.fits) return [];
  const { zero, offload } = found.settings;
  const total = gpuMemory(input, found.settings).high;
  if (requested.offload !== 'auto' && OFFLOADS.indexOf(offload) < OFFLOADS.indexOf(settings.offload))
    return [{ setting: 'offload', stated: settings.offload, enough: offload, cost: COST.offload, total }];
  // Without accumulation stage 2 reduces as often as stage 1.
  const same = settings.zero === 2 && zero === 1 && accumulationOf(input, settings) === 1;
  if (requested.zero !== 'auto' && zero < settings.zero && offload === settings.offload && !same)
    return [{ setting: 'zero', stated: settings.zero, enough: zero, cost: COST.zero, total }];
  return [];
}

/** A smaller share of checkpointed blocks is a matter of taste; none at all is not. */
function checkpointingWaste(
  input: MemoryInput,
  requested: RequestedSettings,
  settings: MemorySettings,
): readonly Waste[] {
  if (requested.checkpointing === 'auto' || settings.checkpointing === 0) return [];
  const found = search(input, { ...settings, checkpointing: 0 });
  if (!found.fits) return [];
  const total = gpuMemory(input, found.settings).high;
  return [
    {
      setting: 'checkpointing',
      stated: settings.checkpointing,
      enough: 0,
      cost: COST.checkpointing,
      total,
    },
  ];
}
