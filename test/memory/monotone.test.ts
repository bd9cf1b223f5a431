import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpus } from '../../src/hardware/gpus.ts';
import { gpuMemory } from '../../src/memory/gpu-memory.ts';
import { type MemoryInput, type MemorySettings, worldSizeOf } from '../../src/memory/memory-input.ts';
import {
  checkpointShares,
  microBatches,
  placements,
  type RequestedSettings,
} from '../../src/memory/resolve/candidates.ts';
import { resolveMemory, usableMemory } from '../../src/memory/resolve/resolve-memory.ts';
import { offloadedStates } from '../../src/memory/states.ts';
import { LORA, memoryInput } from './memory-input.ts';

const GIB = 2 ** 30;
const SHARES = [0, 0.25, 0.5, 1] as const;
const MICRO = [1, 2, 4, 8] as const;

const method = fc.constantFrom<MemoryInput['method']>(
  { kind: 'full' },
  LORA,
  { kind: 'lora', rank: 8, targets: ['fc1', 'blocks.3.attn1.Wqkv'] },
  { kind: 'controlnet', control: 'canny' },
  { kind: 'ipadapter' },
);
const buckets = fc.constantFrom<MemoryInput['buckets']>(
  [{ height: 512, width: 512 }],
  [{ height: 1024, width: 1024 }],
  [
    { height: 768, width: 1280 },
    { height: 1024, width: 960 },
  ],
);

/** Networks, images and machines as far as memory knows them; a ControlNet exists for g/2 alone. */
const input: fc.Arbitrary<MemoryInput> = fc
  .record({
    method,
    size: fc.constantFrom('g/2', 'XL/2'),
    version: fc.constantFrom('v1.2', 'v1.1', 'v1.0'),
    buckets,
    batch: fc.constantFrom(8, 16, 64, 96),
    ema: fc.constantFrom('fp32', 'fp16', undefined),
    gpu: fc.constantFrom('RTX-3060', 'RTX-3090', 'V100-32GB', 'A100-80GB'),
    gpusPerNode: fc.constantFrom(1, 2, 4, 8),
    nodes: fc.constantFrom(1, 2),
    hostMemory: fc.constantFrom(undefined, 32 * GIB, 256 * GIB),
    reserve: fc.constantFrom(0, 0.1),
  })
  .map(({ size, version, gpu, ...values }) =>
    memoryInput({
      ...values,
      model: { size: values.method.kind === 'controlnet' ? 'g/2' : size, version },
      gpu: gpus.get(gpu) ?? memoryInput().gpu,
    }),
  );

const PLACEMENTS = [
  { zero: 0, offload: 'none' },
  { zero: 1, offload: 'none' },
  { zero: 1, offload: 'optimizer' },
  { zero: 2, offload: 'none' },
  { zero: 2, offload: 'optimizer' },
  { zero: 3, offload: 'none' },
  { zero: 3, offload: 'optimizer' },
  { zero: 3, offload: 'optimizer+parameters' },
] as const;

const settings: fc.Arbitrary<MemorySettings> = fc
  .record({
    placement: fc.constantFrom(...PLACEMENTS),
    microBatch: fc.constantFrom(...MICRO),
    checkpointing: fc.constantFrom(...SHARES),
    attention: fc.constantFrom('flash', 'torch'),
    encoderDtype: fc.constantFrom('fp16', 'fp32'),
  })
  .map(({ placement, ...values }) => ({ ...values, ...placement }));

const highOf = (given: MemoryInput, chosen: MemorySettings): number => gpuMemory(given, chosen).high;

function expectLess(
  [less, lessSettings]: readonly [MemoryInput, MemorySettings],
  [more, moreSettings]: readonly [MemoryInput, MemorySettings],
): void {
  expect(highOf(less, lessSettings)).toBeLessThanOrEqual(highOf(more, moreSettings));
}

/** The same images a GPU and micro steps an update, whatever the number of GPUs. */
const withGpus = (given: MemoryInput, gpusPerNode: number): MemoryInput => ({
  ...given,
  gpusPerNode,
  batch: (given.batch / worldSizeOf(given)) * gpusPerNode * given.nodes,
});

describe('the sum', () => {
  it('adds up, and its lower bound lies below the upper', () => {
    fc.assert(
      fc.property(input, settings, (given, chosen) => {
        const { lines, low, high, phases, largest } = gpuMemory(given, chosen);
        expect(lines.reduce((sum, line) => sum + line.high, 0)).toBe(high);
        expect(lines.every((line) => line.low <= line.high && line.low >= 0)).toBe(true);
        expect(low).toBeLessThan(high);
        expect(phases[largest]).toBe(Math.max(...Object.values(phases)));
      }),
      { numRuns: 300 },
    );
  });

  /** One GPU has neither NCCL nor two buffers nor reduction on the way, so the comparison begins at two. */
  it('never grows with more GPUs, from two on', () => {
    fc.assert(
      fc.property(
        input,
        settings,
        fc.constantFrom([2, 4], [2, 8], [4, 8], [8, 16]),
        (given, chosen, [few, many]) => {
          const start = withGpus(given, few ?? 2);
          expectLess([withGpus(start, many ?? 16), chosen], [start, chosen]);
        },
      ),
      { numRuns: 300 },
    );
  });

  /**
   * With as many micro steps an update: a first further micro step keeps gradients whole in stage 1 and twice in stage 2, which may
   * be more than a few images of a small size.
   */
  it('never grows with a smaller micro batch', () => {
    fc.assert(
      fc.property(input, settings, fc.constantFrom(...MICRO), (given, chosen, other) => {
        const [small = 1, large = 1] = [chosen.microBatch, other].toSorted((a, b) => a - b);
        const batchOf = (micro: number): MemoryInput => ({ ...given, batch: 2 * micro * worldSizeOf(given) });
        expectLess(
          [batchOf(small), { ...chosen, microBatch: small }],
          [batchOf(large), { ...chosen, microBatch: large }],
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never grows with more checkpointed blocks', () => {
    fc.assert(
      fc.property(input, settings, fc.constantFrom(...SHARES), (given, chosen, other) => {
        const [few = 0, many = 0] = [chosen.checkpointing, other].toSorted((a, b) => a - b);
        expectLess([given, { ...chosen, checkpointing: many }], [given, { ...chosen, checkpointing: few }]);
      }),
      { numRuns: 300 },
    );
  });

  /**
   * Not from stage 0 to 1 on one GPU, where nothing is split and a bucket is added; not from 1 to 2 there either, for stage 2 keeps the
   * gradients of further micro steps twice.
   */
  it.each([
    [0, 1, 2],
    [1, 2, 2],
    [2, 3, 1],
  ] as const)('never grows from stage %d to %d, from %d GPUs on', (low, high, least) => {
    fc.assert(
      fc.property(input, settings, (given, chosen) => {
        fc.pre(worldSizeOf(given) >= least);
        expectLess(
          [given, { ...chosen, zero: high, offload: 'none' }],
          [given, { ...chosen, zero: low, offload: 'none' }],
        );
      }),
      { numRuns: 300 },
    );
  });

  /** Not for a LoRA over many GPUs: the copy that goes to main memory, of the largest tensor, is then more than a GPU's share of the states. */
  it.each([1, 2, 3] as const)('never grows when more is offloaded from stage %d', (zero) => {
    fc.assert(
      fc.property(input, settings, (given, chosen) => {
        fc.pre(given.method.kind !== 'lora' || worldSizeOf(given) <= 4);
        const none = { ...chosen, zero, offload: 'none' } as const;
        const optimizer = { ...none, offload: 'optimizer' } as const;
        expectLess([given, optimizer], [given, none]);
        if (zero === 3)
          expectLess([given, { ...optimizer, offload: 'optimizer+parameters' }], [given, optimizer]);
      }),
      { numRuns: 300 },
    );
  });
});

const auto = fc.constant('auto' as const);
const requested: fc.Arbitrary<RequestedSettings> = fc.record({
  zero: fc.oneof({ weight: 5, arbitrary: auto }, fc.constantFrom(0, 1, 2, 3)),
  offload: fc.oneof({ weight: 5, arbitrary: auto }, fc.constantFrom('none', 'optimizer')),
  microBatch: fc.oneof({ weight: 3, arbitrary: auto }, fc.constantFrom(...MICRO)),
  checkpointing: fc.oneof({ weight: 3, arbitrary: auto }, fc.constantFrom(...SHARES)),
  attention: fc.oneof(auto, fc.constantFrom('flash', 'torch')),
  encoderDtype: fc.oneof(auto, fc.constantFrom('fp16', 'fp32')),
});

function fits(given: MemoryInput, chosen: MemorySettings): boolean {
  const host = offloadedStates(given, chosen) * given.gpusPerNode;
  return highOf(given, chosen) <= usableMemory(given) && host <= (given.hostMemory ?? Infinity);
}

/** Everything that may be chosen at a stage and an offload, with the rest of the settings as they came out. */
function choicesAt(
  given: MemoryInput,
  wanted: RequestedSettings,
  chosen: MemorySettings,
): readonly MemorySettings[] {
  return checkpointShares(given, wanted).flatMap((checkpointing) =>
    microBatches(given, wanted).map((microBatch) => ({ ...chosen, checkpointing, microBatch })),
  );
}

describe('what is resolved', () => {
  it('fits, and nothing that comes before it in the order does', () => {
    fc.assert(
      fc.property(input, requested, (given, wanted) => {
        const { fits: found, settings: chosen } = resolveMemory(given, wanted);
        if (!found) return;
        expect(fits(given, chosen)).toBe(true);
        for (const { zero, offload } of placements(given, wanted)) {
          if (zero === chosen.zero && offload === chosen.offload) break;
          const earlier = choicesAt(given, wanted, { ...chosen, zero, offload });
          expect(earlier.filter((choice) => fits(given, choice))).toEqual([]);
        }
        const better = choicesAt(given, wanted, chosen).filter(
          ({ checkpointing, microBatch }) =>
            checkpointing < chosen.checkpointing ||
            (checkpointing === chosen.checkpointing && microBatch > chosen.microBatch),
        );
        expect(better.filter((choice) => fits(given, choice))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is called unfitting only where no choice fits, and what is offered then does', () => {
    fc.assert(
      fc.property(input, requested, (given, wanted) => {
        const resolved = resolveMemory(given, wanted);
        if (resolved.fits) return;
        const all = placements(given, wanted).flatMap(({ zero, offload }) =>
          choicesAt(given, wanted, { ...resolved.settings, zero, offload }),
        );
        expect(all.filter((choice) => fits(given, choice))).toEqual([]);
        expect(resolved.changes.length).toBeLessThanOrEqual(3);
        for (const { total } of resolved.changes) expect(total).toBeLessThanOrEqual(usableMemory(given));
      }),
      { numRuns: 300 },
    );
  });
});
