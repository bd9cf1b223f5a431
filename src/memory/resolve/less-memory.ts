import type { MemoryInput, MemorySettings } from '../memory-input.ts';
import type { RequestedSettings } from './candidates.ts';
import { type ResolvedMemory, resolveMemory, type UnresolvedMemory, usableMemory } from './resolve-memory.ts';

/** Share of the computed sum that the next settings must stay below: what ran out was more than the sum. */
const CLEARLY_LESS = 0.9;

/** Changes of the file after which a GPU needs clearly less than it does now, as they are written. */
export interface LessMemory {
  readonly changes: readonly string[];
  /** Bytes that are then needed at most. */
  readonly total: number;
}

/**
 * The smallest change for a training that ran out of memory although it was to fit: what would be settled on a card that
 * holds less. Undefined when nothing needs less.
 */
export function lessMemory(
  input: MemoryInput,
  requested: RequestedSettings,
  { settings, memory }: ResolvedMemory | UnresolvedMemory,
): LessMemory | undefined {
  const usable = CLEARLY_LESS * Math.min(usableMemory(input), memory.high);
  const found = resolveMemory({ ...input, reserve: 1 - usable / input.gpu.memory }, requested);
  if (found.fits) return { changes: changedKeys(settings, found.settings), total: found.memory.high };
  const [smallest] = found.changes;
  return smallest && { changes: [smallest.change], total: smallest.total };
}

/** The keys of `machine.memory` that differ, as the file has them. */
function changedKeys(before: MemorySettings, after: MemorySettings): readonly string[] {
  const keys = { zero: 'zero', offload: 'offload', microBatch: 'micro_batch' } as const;
  const changed = Object.entries(keys)
    .filter(([name]) => before[name as keyof typeof keys] !== after[name as keyof typeof keys])
    .map(([name, key]) => `\`${key}: ${after[name as keyof typeof keys]}\``);
  return before.checkpointing === after.checkpointing
    ? changed
    : [...changed, `\`gradient_checkpointing: ${after.checkpointing === 1 ? true : after.checkpointing}\``];
}
