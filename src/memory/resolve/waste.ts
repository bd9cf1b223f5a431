import { gpuMemory } from '../gpu-memory.ts';
import type { MemoryInput, MemorySettings } from '../memory-input.ts';
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

/** Settings that are stated though a cheaper value fits with all others as they were resolved. */
export function findWaste(
  input: MemoryInput,
  requested: RequestedSettings,
  settings: MemorySettings,
): readonly Waste[] {
  return (['zero', 'offload', 'checkpointing'] as const).flatMap((setting) => {
    const stated = requested[setting];
    if (stated === 'auto') return [];
    const found = search(input, { ...settings, [setting]: 'auto' });
    const enough = found.settings[setting];
    if (!found.fits || !isCheaper(setting, enough, stated)) return [];
    return [{ setting, stated, enough, cost: COST[setting], total: gpuMemory(input, found.settings).high }];
  });
}

const OFFLOADS = ['none', 'optimizer', 'optimizer+parameters'];

function isCheaper(setting: Waste['setting'], enough: Waste['enough'], stated: Waste['stated']): boolean {
  if (setting === 'offload') return OFFLOADS.indexOf(String(enough)) < OFFLOADS.indexOf(String(stated));
  // A smaller share of checkpointed blocks is a matter of taste; none at all is not.
  if (setting === 'checkpointing') return enough === 0 && Number(stated) > 0;
  return Number(enough) < Number(stated);
}
