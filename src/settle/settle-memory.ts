import type { Experiment, Memory, Written } from '../experiment/experiment.ts';
import { type MemoryInput, type MemorySettings } from '../memory/memory-input.ts';
import type { RequestedSettings } from '../memory/resolve/candidates.ts';
import {
  resolveMemory,
  type ResolvedMemory,
  type UnresolvedMemory,
} from '../memory/resolve/resolve-memory.ts';
import { memoryInputOf } from './memory-input-of.ts';

/** What the memory of an experiment comes to: the sum, what it was computed from, and what was asked for. */
export interface MemoryPlan {
  readonly input: MemoryInput;
  readonly requested: RequestedSettings;
  readonly resolved: ResolvedMemory | UnresolvedMemory;
}

/** Everything that decides what `auto` comes to. */
export const MEMORY_KEYS = [
  'model.size',
  'model.version',
  'method',
  'resolution',
  'batch',
  'ema.dtype',
  'machine.gpu',
  'machine.gpus_per_node',
  'machine.nodes',
  'machine.host_memory',
  'machine.memory',
] as const;

/** Settings that `auto` stands for when the card or the sizes of the images are not known: another finding says so. */
const UNKNOWN: MemorySettings = {
  zero: 1,
  offload: 'none',
  microBatch: 1,
  checkpointing: 1,
  attention: 'flash',
  encoderDtype: 'fp16',
};

/** Memory without anything open, and the sum behind it. */
interface SettledMemory {
  readonly memory: Memory;
  readonly plan: MemoryPlan | undefined;
}

const known = new Map<string, SettledMemory>();

/**
 * Computes what `machine.memory` leaves to it. Where nothing fits the settings are those that need least. Remembers what it has
 * settled: the experiments of a command mostly differ in what memory does not depend on.
 */
export function settleMemory(written: Written, ema: Experiment['ema']): SettledMemory {
  const { model, method, resolution, batch, machine } = written;
  const { gpu, gpus_per_node, nodes, host_memory, memory } = machine;
  const dtype = ema === 'none' ? ema : ema.dtype;
  const key = JSON.stringify([
    [model.size, model.version, method, resolution, batch, dtype],
    [gpu, gpus_per_node, nodes, host_memory, memory],
  ]);
  const settled = known.get(key) ?? resolveOpen(written, ema);
  known.set(key, settled);
  return settled;
}

function resolveOpen(written: Written, ema: Experiment['ema']): SettledMemory {
  const { memory } = written.machine;
  const requested = requestedOf(memory);
  const input = memoryInputOf(written, ema);
  if (input === undefined)
    return { memory: withSettings(memory, orElse(requested, UNKNOWN)), plan: undefined };
  const resolved = resolveMemory(input, requested);
  return {
    memory: withSettings(memory, resolved.settings),
    plan: { input, requested, resolved },
  };
}

/** The words of the file as the memory model takes them. */
export function requestedOf(memory: Written['machine']['memory']): RequestedSettings {
  return {
    zero: memory.zero,
    offload: memory.offload,
    microBatch: typeof memory.micro_batch === 'number' ? memory.micro_batch : 'auto',
    checkpointing:
      typeof memory.gradient_checkpointing === 'string' ? 'auto' : Number(memory.gradient_checkpointing),
    attention: memory.attention,
    encoderDtype: memory.encoder_dtype,
  };
}

function orElse(requested: RequestedSettings, fallback: MemorySettings): MemorySettings {
  const entries = Object.entries(requested).filter(([, value]) => value !== 'auto');
  return { ...fallback, ...Object.fromEntries(entries) };
}

function withSettings({ reserve }: Written['machine']['memory'], settings: MemorySettings): Memory {
  const { zero, offload, microBatch, checkpointing, attention, encoderDtype } = settings;
  return {
    zero,
    offload,
    micro_batch: microBatch,
    gradient_checkpointing: checkpointing === 1 ? true : checkpointing === 0 ? false : checkpointing,
    attention,
    encoder_dtype: encoderDtype,
    reserve,
  };
}
