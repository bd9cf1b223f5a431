import fc from 'fast-check';
import type { Experiment, Machine, Written } from '../../src/experiment/experiment.ts';
import { makeExperiment } from '../../src/experiment/make-experiment.ts';
import { validateExperiment } from '../../src/generated/validators.js';
import { gpus } from '../../src/hardware/gpus.ts';
import { settle, type Settled } from '../../src/settle/settle.ts';
import { writtenExperiment } from './valid-experiment.ts';

/** Pieces of text that would do harm, or be split, wherever a shell or a parser reads them as more than text. */
export const HOSTILE = [
  '$(touch pwned)',
  '`touch pwned`',
  '; touch pwned;',
  '&& touch pwned',
  '| touch pwned',
  '> pwned',
  '--flag',
  '-x',
  "it's",
  "'; touch pwned; '",
  '"',
  '\\',
  '$HOME',
  '${IFS}',
  '!!',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '~',
  '#',
  '=',
  ' ',
  '  two  spaces  ',
  '青花瓷',
  'é',
  '\u00a0',
  '😀',
] as const;

/** Text on one line, often with hostile pieces. */
const lineText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((pieces) => pieces.join(''))
  .filter((text) => !/\p{Cc}/u.test(text) && text.trim() !== '');

/** Text that may have line breaks and any other character that the environment can hold. */
export const anyText = fc
  .array(fc.oneof(lineText, fc.constantFrom('\n', '\t', '\r\n', '\u0007', '')), { maxLength: 4 })
  .map((pieces) => pieces.join(''));

const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const variable = fc.stringMatching(/^DITC_TEST_[A-Z0-9_]{1,12}$/);
const path = fc.oneof(fc.constantFrom('data', '../data', '/data/porcelain'), lineText);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const steps = fc
  .integer({ min: 1, max: 1_000_000 })
  .map((count) => (count === 1 ? '1 step' : `${count} steps`));
const epochs = fc
  .integer({ min: 1, max: 1000 })
  .map((count) => (count === 1 ? '1 epoch' : `${count} epochs`));

const resolution = fc.oneof(
  fc.record({ kind: fc.constant('single'), size: fc.constantFrom(256, 512, 1024, 2048) }),
  fc.record({
    kind: fc.constant('multi'),
    base: fc.constantFrom(512, 1024),
    step: fc.constantFrom(16, 32, 64),
  }),
  fc.record({
    kind: fc.constant('multi'),
    base: fc.constantFrom(512, 1024),
    ratios: fc.uniqueArray(fc.constantFrom('1/1', '4/3', '3/4', '16/9', '9/16', '1024/768'), {
      minLength: 1,
    }),
  }),
);

const target = fc.constantFrom(
  'Wqkv',
  'attn2.q_proj',
  'q_proj',
  'kv_proj',
  'out_proj',
  'fc1',
  'skip_linear',
  'mlp_t5.0',
);
const method = fc.oneof(
  fc.constant({ kind: 'full' }),
  fc.record({
    kind: fc.constant('lora'),
    rank: fc.integer({ min: 1, max: 1024 }),
    targets: fc.uniqueArray(target, { minLength: 1 }),
  }),
  fc.record({ kind: fc.constant('controlnet'), control: fc.constantFrom('canny', 'depth', 'pose') }),
  fc.record({
    kind: fc.constant('ipadapter'),
    weights: fc.oneof(
      fc.constantFrom('none', 'public'),
      lineText.map((text) => `./${text}.pt`),
    ),
  }),
);

const optimizer = fc.record({
  lr: fc.double({ min: 1e-9, max: 1, noNaN: true }),
  betas: fc.tuple(
    fc.double({ min: 0, max: 0.9999, noNaN: true }),
    fc.double({ min: 0, max: 0.9999, noNaN: true }),
  ),
  eps: fc.double({ min: 1e-12, max: 1, noNaN: true }),
  weight_decay: share,
  clip: fc.double({ min: 1e-3, max: 100, noNaN: true }),
  schedule: fc.constantFrom('constant', 'linear', 'cosine'),
  warmup: fc.oneof(fc.constant('0 steps'), steps),
});

const ema = fc.oneof(
  fc.constant('none'),
  fc.record({
    decay: fc.double({ min: 0.5, max: 0.99999, noNaN: true }),
    dtype: fc.constantFrom('fp32', 'fp16'),
  }),
);

const memory = fc.record({
  zero: fc.constantFrom(0, 1, 2, 3),
  offload: fc.constantFrom('none', 'optimizer', 'optimizer+parameters'),
  micro_batch: fc.integer({ min: 1, max: 64 }),
  gradient_checkpointing: fc.oneof(fc.boolean(), share),
  attention: fc.constantFrom('flash', 'torch'),
  encoder_dtype: fc.constantFrom('fp16', 'fp32'),
});

const machine = fc.record({
  gpu: fc.constant('A800-80GB'),
  gpus_per_node: fc.constantFrom(1, 2, 8),
  nodes: fc.constant(1),
  checkout: path,
  packed: path,
  memory,
  workers: fc.integer({ min: 0, max: 128 }),
  launch: fc.record({ kind: fc.constant('local'), port: fc.integer({ min: 1024, max: 65535 }) }),
  env: fc.dictionary(variable, fc.oneof(anyText, fc.integer()), { maxKeys: 4 }),
});

const written = fc.record({
  ditc: fc.constant(1),
  name,
  description: anyText,
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  model: fc.record({
    version: fc.constantFrom('v1.2', 'v1.1', 'v1.0'),
    size: fc.constantFrom('g/2', 'XL/2'),
    weights: fc.oneof(
      fc.constantFrom('ema', 'module', 'distill', 'random'),
      lineText.map((text) => `./${text}.pt`),
    ),
  }),
  method,
  resolution,
  accumulation: fc.integer({ min: 1, max: 32 }),
  optimizer,
  ema,
  diffusion: fc.record({
    min_snr: fc.oneof(fc.constant('none'), fc.double({ min: 1e-3, max: 100, noNaN: true })),
    noise_offset: share,
  }),
  data: fc.record({
    sources: fc.constant({ porcelain: { csv: 'porcelain.csv' } }),
    random_flip: fc.boolean(),
  }),
  captions: fc.record({ uncond: fc.record({ clip: share, t5: share }) }),
  length: fc.oneof(steps, epochs),
  save: fc.record({
    every: fc.oneof(steps, epochs),
    keep: fc.oneof(fc.constant('all'), fc.integer({ min: 1, max: 9 })),
  }),
  machine,
});

/**
 * Experiments whose shape the schema accepts and whose batch divides, with hostile text wherever text may stand; the machine
 * is inline, or read from a file in another folder.
 */
export const arbitraryExperiment: fc.Arbitrary<Experiment> = fc
  .tuple(written, fc.constantFrom(undefined, '../machines/a800.yaml', 'here.yaml'))
  .map(([{ accumulation, ...value }, file]) => {
    const {
      gpus_per_node: gpus,
      nodes,
      memory: { micro_batch: micro },
    } = value.machine;
    return complete({ ...value, batch: accumulation * micro * gpus * nodes }, file);
  });

/** Experiments whose memory is all `auto`, on cards of every size; it may fit or not. */
export const arbitraryAuto: fc.Arbitrary<Settled> = fc
  .record({
    version: fc.constantFrom('v1.2', 'v1.1', 'v1.0'),
    size: fc.constantFrom('g/2', 'XL/2'),
    method: fc.constantFrom(
      { kind: 'full' },
      { kind: 'lora', rank: 4 },
      { kind: 'lora', rank: 128 },
      { kind: 'controlnet', control: 'canny' },
      { kind: 'ipadapter' },
    ),
    resolution: fc.constantFrom(
      { kind: 'single', size: 512 },
      { kind: 'single', size: 1024 },
      { kind: 'multi', base: 768, step: 64 },
      { kind: 'multi', base: 1024, step: 64 },
    ),
    ema: fc.constantFrom('none', { decay: 0.999 }, { decay: 0.99, dtype: 'fp16' }),
    gpu: fc.constantFrom(...gpus.keys()),
    gpus_per_node: fc.constantFrom(1, 2, 4, 8),
    nodes: fc.constantFrom(1, 2),
    host_memory: fc.constantFrom(undefined, '16GiB', '512GiB'),
    imagesAGpu: fc.constantFrom(1, 2, 6, 16),
  })
  .map(({ version, size, method, resolution, ema, imagesAGpu, ...machine }) =>
    settle(
      writtenExperiment({
        model: { version, size, weights: './weights/mine.pt' },
        method,
        resolution,
        ema,
        batch: imagesAGpu * machine.gpus_per_node * machine.nodes,
        machine: { ...machine, memory: undefined },
      }),
    ),
  );

function complete(value: object, file: string | undefined): Experiment {
  const filled: unknown = structuredClone(value);
  if (!validateExperiment(filled)) throw new Error(`not valid: ${JSON.stringify(validateExperiment.errors)}`);
  const experiment = filled as Omit<Written, 'machine'> & { machine: Machine }; // the validator has seen it
  const source = { machine: experiment.machine, ...(file !== undefined && { file }) };
  return settle(makeExperiment(experiment, source)).experiment;
}
