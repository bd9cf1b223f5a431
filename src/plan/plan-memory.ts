import type { Range, MemoryLine, Phase } from '../memory/gpu-memory.ts';
import type { MemorySettings } from '../memory/memory-input.ts';
import { type Rejected, usableMemory } from '../memory/resolve/resolve-memory.ts';
import type { MemoryPlan } from '../settle/settle-memory.ts';

/** What a GPU holds, why it is settled so, and what else was computed. Bytes. */
export interface PlannedMemory extends Range {
  readonly settings: MemorySettings;
  /** Whether the upper end stays below what may be used. */
  readonly fits: boolean;
  /** Memory of the card, and what `reserve` leaves of it. */
  readonly card: number;
  readonly usable: number;
  /** Why it is the cheapest, in words; undefined when nothing fits. */
  readonly cost?: string;
  readonly largest: Phase;
  readonly lines: readonly MemoryLine[];
  readonly rejected: readonly Rejected[];
}

/** The sum of the memory model as the plan shows it. */
export function planMemory({ input, resolved }: MemoryPlan): PlannedMemory {
  const { settings, fits, memory, rejected } = resolved;
  const { low, high, largest, lines } = memory;
  return {
    settings,
    fits,
    card: input.gpu.memory,
    usable: Math.floor(usableMemory(input)),
    low,
    high,
    ...(resolved.fits && { cost: resolved.cost }),
    largest,
    lines,
    rejected,
  };
}
