import { parametersOf } from '../../src/memory/adapter-parameters.ts';
import { type GpuMemory, gpuMemory, type Range } from '../../src/memory/gpu-memory.ts';
import type { MemoryInput, MemorySettings, MethodKind } from '../../src/memory/memory-input.ts';

/** A figure that somebody published, and the settings of ours that come nearest to what they say. */
interface Documented {
  readonly source: string;
  readonly what: string;
  readonly gigabytes: number;
  readonly method: MethodKind;
  readonly settings: Partial<MemorySettings>;
  /** Bytes of states a trained parameter that we assume it to have less than ours. */
  readonly less?: number;
}

/** Every linear layer of a block, which is what kohya's LoRA updates (networks/lora.py, `HunYuanDiTBlock`). */
const KOHYA_TARGETS = [
  'Wqkv',
  'out_proj',
  'attn2.q_proj',
  'kv_proj',
  'fc1',
  'fc2',
  'default_modulation.1',
  'skip_linear',
];
const KOHYA = 'kohya_ss-hydit';
const UPSTREAM = 'HunyuanDiT';
/** Two moments of one byte each in place of four. */
const MOMENTS_IN_8_BITS = 6;
const full = { kind: 'full' } as const;
const lora = { kind: 'lora', rank: 8, targets: KOHYA_TARGETS } as const;

/** kohya_ss-hydit/README.md, "Hardware requirements", and README.md, "Full-parameter Training", of HunyuanDiT (commit 368280e). */
const DOCUMENTED: readonly Documented[] = [
  { source: KOHYA, what: 'full', gigabytes: 33, method: full, settings: {} },
  {
    source: KOHYA,
    what: 'full, checkpointing',
    gigabytes: 26,
    method: full,
    settings: { checkpointing: 1 },
  },
  {
    source: KOHYA,
    what: 'full, checkpointing, optimizer and parameters offloaded',
    gigabytes: 16,
    method: full,
    settings: { checkpointing: 1, zero: 3, offload: 'optimizer+parameters' },
  },
  {
    source: KOHYA,
    what: 'full, if its optimizer is in 8 bits',
    gigabytes: 33,
    method: full,
    settings: {},
    less: MOMENTS_IN_8_BITS,
  },
  {
    source: KOHYA,
    what: 'full, checkpointing, if its optimizer is in 8 bits',
    gigabytes: 26,
    method: full,
    settings: { checkpointing: 1 },
    less: MOMENTS_IN_8_BITS,
  },
  { source: KOHYA, what: 'LoRA', gigabytes: 24, method: lora, settings: {} },
  {
    source: KOHYA,
    what: 'LoRA, checkpointing',
    gigabytes: 11,
    method: lora,
    settings: { checkpointing: 1 },
  },
  {
    source: UPSTREAM,
    what: 'full, checkpointing, optimizer offloaded',
    gigabytes: 20,
    method: full,
    settings: { checkpointing: 1, zero: 2, offload: 'optimizer' },
  },
  {
    source: UPSTREAM,
    what: 'full, checkpointing',
    gigabytes: 30,
    method: full,
    settings: { checkpointing: 1, zero: 2 },
  },
];

/** One A100 of 80 GB, and what all rows have in common: DiT-g/2 v1.2, one image of 1024 × 1024, encoders in fp16. */
const INPUT: Omit<MemoryInput, 'method'> = {
  model: { size: 'g/2', version: 'v1.2' },
  buckets: [{ height: 1024, width: 1024 }],
  batch: 1,
  ema: undefined,
  gpu: { memory: 81_920 * 2 ** 20, compute: 8 },
  gpusPerNode: 1,
  nodes: 1,
  hostMemory: undefined,
  reserve: 0,
};
const SETTINGS: MemorySettings = {
  zero: 0,
  offload: 'none',
  microBatch: 1,
  checkpointing: 0,
  attention: 'flash',
  encoderDtype: 'fp16',
};

/** `docs/memory.md` with its figures as the model has them now; the text around them is written by hand. */
export function generateMemoryPage(page: string): string {
  const eight = { ...INPUT, method: full, batch: 16, gpusPerNode: 8 };
  const example = gpuMemory(eight, { ...SETTINGS, zero: 1, checkpointing: 0.5 });
  return replaceBlock(replaceBlock(page, 'example', exampleTable(example)), 'documented', documentedTable());
}

/** Puts lines between the comments that name a block. */
function replaceBlock(page: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name}, generated -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/memory.md has no block ${name}`);
  return `${page.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${page.slice(to)}`;
}

function exampleTable({ lines, low, high }: GpuMemory): readonly string[] {
  const rows = lines.map(({ name, note, ...range }) => `| ${name} | ${rangeText(range, 2)} | ${note} |`);
  const total = `| **in all** | **${rangeText({ low, high }, 2)}** | |`;
  return ['| part | GB | what it is |', '|---|---|---|', ...rows, total];
}

function documentedTable(): readonly string[] {
  const rows = DOCUMENTED.map((documented) => {
    const { source, what, gigabytes } = documented;
    const predicted = predict(documented);
    const ratio = { low: predicted.low / gigabytes, high: predicted.high / gigabytes };
    return `| ${source} | ${what} | ${rangeText(predicted, 1)} | ${gigabytes} | ${rangeText(ratio, 2)} |`;
  });
  return [
    '| documented by | training | predicted, GB | documented, GB | ratio |',
    '|---|---|---|---|---|',
    ...rows,
  ];
}

function predict({ method, settings, less = 0 }: Documented): Range {
  const input = { ...INPUT, method };
  const { low, high } = gpuMemory(input, { ...SETTINGS, ...settings });
  const missing = less * parametersOf(input).trained;
  return { low: low - missing, high: high - missing };
}

/** Both bounds in units of 10⁹, or one where they are the same. */
function rangeText({ low, high }: Range, digits: number): string {
  const [from, to] = [low, high].map((bytes) => (bytes / 1e9).toFixed(digits));
  return from === to ? `${from}` : `${from}–${to}`;
}
