import type { GpuMemory } from '../gpu-memory.ts';
import { hostMemory } from '../host-memory.ts';
import type { MemoryInput, MemorySettings } from '../memory-input.ts';
import type { RequestedSettings } from './candidates.ts';

/** A change of the file with which it would fit, and what it then needs. */
export interface FittingChange {
  /** As it is written in the file, or in words where it is no key. */
  readonly change: string;
  readonly settings: MemorySettings;
  readonly total: number;
}

type Search = (
  input: MemoryInput,
  requested: RequestedSettings,
) => { readonly fits: boolean; readonly settings: MemorySettings; readonly memory: GpuMemory };

interface Change {
  readonly change: string;
  readonly input: MemoryInput;
  readonly requested: RequestedSettings;
}

const MOST = 3;

/** Up to three changes that make it fit, from small to large, each computed. */
export function changesThatFit(
  input: MemoryInput,
  requested: RequestedSettings,
  search: Search,
): readonly FittingChange[] {
  const fitting: FittingChange[] = [];
  for (const { change, input: other, requested: wanted } of possibleChanges(input, requested)) {
    const { fits, settings, memory } = search(other, wanted);
    if (fits && starts(other, settings)) fitting.push({ change, settings, total: memory.high });
    if (fitting.length === MOST) break;
  }
  return fitting;
}

/** Whether a node can load the model for all its processes; without loaders, which start later. */
function starts(input: MemoryInput, settings: MemorySettings): boolean {
  return input.hostMemory === undefined || hostMemory(input, settings, 0).low <= input.hostMemory;
}

/** Changes in the order in which they are offered: settings of the machine, then more GPUs, then the experiment itself. */
function possibleChanges(input: MemoryInput, requested: RequestedSettings): readonly Change[] {
  return [
    ...settingChanges(input, requested),
    ...averageChanges(input, requested),
    ...moreGpus(input, requested),
    ...smallerImages(input, requested),
    ...lowRank(input, requested),
  ];
}

function settingChanges(input: MemoryInput, requested: RequestedSettings): readonly Change[] {
  const change = (text: string, values: Partial<RequestedSettings>): Change => ({
    change: text,
    input,
    requested: { ...requested, ...values },
  });
  return [
    ...(requested.encoderDtype === 'fp32' && input.method.kind !== 'controlnet'
      ? [change('`encoder_dtype: fp16`', { encoderDtype: 'fp16' })]
      : []),
    ...(requested.checkpointing !== 'auto' && requested.checkpointing < 1
      ? [change('`gradient_checkpointing: true`', { checkpointing: 1 })]
      : []),
    ...smallerMicroBatches(requested).map((n) => change(`\`micro_batch: ${n}\``, { microBatch: n })),
    ...(requested.zero !== 'auto' || requested.offload !== 'auto'
      ? [change('`zero: auto` and `offload: auto`', { zero: 'auto', offload: 'auto' })]
      : []),
    ...(Object.values(requested).some((value) => value !== 'auto')
      ? [change('every setting `auto`', ALL_AUTO)]
      : []),
  ];
}

const ALL_AUTO: RequestedSettings = {
  zero: 'auto',
  offload: 'auto',
  microBatch: 'auto',
  checkpointing: 'auto',
  attention: 'auto',
  encoderDtype: 'auto',
};

/** Halves of the micro batch, the largest first. */
function smallerMicroBatches({ microBatch }: RequestedSettings): readonly number[] {
  if (microBatch === 'auto') return [];
  return Array.from(
    { length: Math.floor(Math.log2(microBatch)) },
    (_, index) => microBatch / 2 ** (index + 1),
  ).filter(Number.isInteger);
}

function averageChanges(input: MemoryInput, requested: RequestedSettings): readonly Change[] {
  if (input.ema === undefined) return [];
  return [
    ...(input.ema === 'fp32'
      ? [{ change: '`ema.dtype: fp16`', input: { ...input, ema: 'fp16' as const }, requested }]
      : []),
    { change: '`ema: none`', input: { ...input, ema: undefined }, requested },
  ];
}

function moreGpus(input: MemoryInput, requested: RequestedSettings): readonly Change[] {
  if (requested.zero === 0) return [];
  return [2, 4, 8, 16, 32]
    .filter((count) => count > input.gpusPerNode * input.nodes && input.batch % count === 0)
    .map((count) => ({
      change: `${count} GPUs`,
      input: { ...input, gpusPerNode: Math.min(count, 8), nodes: Math.max(1, count / 8) },
      requested,
    }));
}

function smallerImages(input: MemoryInput, requested: RequestedSettings): readonly Change[] {
  const side = Math.sqrt(Math.max(...input.buckets.map(({ height, width }) => height * width)));
  return [1024, 768, 512]
    .filter((size) => size < side)
    .map((size) => ({
      change: `\`resolution: {kind: single, size: ${size}}\``,
      input: { ...input, buckets: [{ height: size, width: size }] },
      requested,
    }));
}

function lowRank(input: MemoryInput, requested: RequestedSettings): readonly Change[] {
  if (input.method.kind !== 'full') return [];
  const targets = ['Wqkv', 'attn2.q_proj', 'kv_proj', 'out_proj'];
  const method = { kind: 'lora', rank: 64, targets } as const;
  return [{ change: '`method: {kind: lora}`', input: { ...input, method, ema: undefined }, requested }];
}
