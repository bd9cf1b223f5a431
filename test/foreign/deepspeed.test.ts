import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../src/foreign/index.ts';
import { closedBlocks } from '../../src/generated/deepspeed-keys.ts';
import { arbitraryAuto, arbitraryExperiment } from '../support/arbitrary-experiment.ts';
import { contentOf, emit } from '../support/emit.ts';
import { hasPythonModule, PYTHON, runPython } from '../support/tools.ts';

const GOOD = {
  train_micro_batch_size_per_gpu: 2,
  gradient_accumulation_steps: 1,
  optimizer: { type: 'AdamW', params: { lr: 1e-4 } },
  fp16: { enabled: true },
  zero_optimization: { stage: 2 },
};

/** `severity code line:column` of each finding. */
function judge(text: string, name = 'deepspeed.json'): readonly string[] {
  const { diagnostics } = judgeForeign(name, new TextEncoder().encode(text)) ?? { diagnostics: [] };
  return diagnostics.map(({ severity, code, span }) => {
    const before = text.slice(0, span.start).split('\n');
    return `${severity} ${code} ${before.length}:${(before.at(-1) ?? '').length + 1}`;
  });
}

const codesOf = (value: object): readonly string[] =>
  judge(JSON.stringify(value)).map((line) => line.split(' ').slice(0, 2).join(' '));

describe('a JSON that is none', () => {
  it.each([
    [
      '{\n  // two\n  "zero_optimization": {},\n}',
      ['error json/comment 2:3', 'error json/trailing-comma 3:26'],
    ],
    [
      "{\n 'zero_optimization': {'stage': True}}",
      ['error json/single-quotes 2:2', 'error json/single-quotes 2:24', 'error json/python-word 2:33'],
    ],
    ['{"zero_optimization": {"stage" 2}}', ['error json/syntax 1:32']],
    ['{"zero_optimization": {"stage": 2}', ['error json/syntax 1:35']],
    ['{"zero_optimization": {"stage": 02}}', ['error json/syntax 1:33']],
    ['', ['error json/syntax 1:1']],
    [`${'['.repeat(100)}`, ['error json/syntax 1:66']],
  ])('%j', (text, expected) => {
    expect(judge(text).filter((line) => line.includes('json/'))).toEqual(expected);
  });

  it('is known by its keys, in single quotes too', () => {
    expect(judge("{'train_micro_batch_size_per_gpu': 1}", 'z2.json')).toContain(
      'error json/single-quotes 1:2',
    );
  });

  it('says a key that stands twice', () => {
    expect(judge('{"zero_optimization": {},\n"zero_optimization": {}}')).toContain(
      'error json/duplicate-key 2:1',
    );
  });
});

describe('a configuration of DeepSpeed', () => {
  it('has no finding when it is right', () => {
    expect(codesOf(GOOD)).toEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    ['a key that nobody knows', { mem_chunk: {} }, ['warning deepspeed/ignored-key']],
    ['a slip of the finger', { gradient_cliping: 1 }, ['warning deepspeed/ignored-key']],
    ['a key of a block at the top', { offload_optimizer: {} }, ['error deepspeed/misplaced-key']],
    ['another name of the micro-batch', { micro_batch_size_per_gpu: 1 }, ['error deepspeed/misplaced-key']],
    [
      'a key of the top in a block',
      { zero_optimization: { stage: 1, gradient_clipping: 1 } },
      ['error deepspeed/misplaced-key'],
    ],
    [
      'a slip in a block',
      { zero_optimization: { stage: 1, reduce_scater: true } },
      ['error deepspeed/unknown-key'],
    ],
    ['a removed block', { amp: {} }, ['error deepspeed/removed-key']],
    [
      'a float for a whole number',
      { fp16: { enabled: true, min_loss_scale: 1e-3 } },
      ['error deepspeed/wrong-type'],
    ],
    [
      'text for a boolean in a block',
      { zero_optimization: { stage: 1, overlap_comm: 'true' } },
      ['warning deepspeed/converted'],
    ],
    ['text for a boolean at the top', { wall_clock_breakdown: 'false' }, ['error deepspeed/wrong-type']],
    [
      'auto in a block',
      { zero_optimization: { stage: 1, reduce_bucket_size: 'auto' } },
      ['warning deepspeed/auto'],
    ],
    ['auto at the top', { gradient_clipping: 'auto' }, ['error deepspeed/auto']],
    [
      'a deprecated key',
      { zero_optimization: { stage: 1, cpu_offload: true } },
      ['warning deepspeed/deprecated-key'],
    ],
    ['a deprecated form', { zero_optimization: true }, ['warning deepspeed/deprecated-key']],
    [
      'a short name beside the full one',
      { zero_optimization: { stage: 3, prefetch_bucket_size: 5e7, stage3_prefetch_bucket_size: 5e7 } },
      ['error deepspeed/key-twice'],
    ],
    ['a stage that is none', { zero_optimization: { stage: 4 } }, ['error deepspeed/wrong-type']],
    ['both precisions', { bf16: { enabled: true } }, ['error deepspeed/precision']],
    ['no precision', { fp16: { enabled: false } }, ['warning deepspeed/precision']],
    [
      'a loss scale that falls to nothing',
      { fp16: { enabled: true, min_loss_scale: 0 } },
      ['error deepspeed/out-of-range'],
    ],
    ['a batch that fits no number of GPUs', { train_batch_size: 7 }, ['error deepspeed/batch']],
    ['a batch that fits four GPUs', { train_batch_size: 8 }, ['warning deepspeed/batch']],
    [
      'offload of weights below stage 3',
      { zero_optimization: { stage: 2, offload_param: { device: 'cpu' } } },
      ['error deepspeed/offload'],
    ],
    [
      'offload to a disk without a path',
      { zero_optimization: { stage: 3, offload_param: { device: 'nvme' } } },
      ['error deepspeed/offload'],
    ],
    [
      'offload of the optimizer to a disk below stage 3',
      { zero_optimization: { stage: 2, offload_optimizer: { device: 'nvme', nvme_path: '/disk' } } },
      ['warning deepspeed/offload'],
    ],
    [
      'a rate without its minus',
      { optimizer: { type: 'AdamW', params: { lr: 1e4 } } },
      ['error deepspeed/rate'],
    ],
    [
      'a part offloaded',
      { zero_optimization: { stage: 2, offload_optimizer: { device: 'cpu', ratio: 0.5 } } },
      ['error deepspeed/offload'],
    ],
    ['pre-scaling with reduce_scatter', { prescale_gradients: true }, ['error deepspeed/prescale']],
    [
      'a bucket above the model',
      { zero_optimization: { stage: 2, reduce_bucket_size: 2e9 } },
      ['warning deepspeed/bucket'],
    ],
    [
      'tiny buckets',
      { zero_optimization: { stage: 3, stage3_prefetch_bucket_size: 1000 } },
      ['warning deepspeed/bucket'],
    ],
    [
      'a threshold above the model',
      { zero_optimization: { stage: 3, stage3_param_persistence_threshold: 9e9 } },
      ['warning deepspeed/persistence'],
    ],
    ['no optimizer', { optimizer: undefined }, ['warning deepspeed/no-optimizer']],
    [
      'max_grad_norm',
      { optimizer: { type: 'AdamW', params: { max_grad_norm: 1 } } },
      ['error deepspeed/misplaced-key'],
    ],
    ['a slip in the optimizer', { optimizer: { type: 'AdamWW' } }, ['error deepspeed/unknown-optimizer']],
    ['an optimizer of DeepSpeed in any case', { optimizer: { type: 'ADAMW' } }, []],
    ['one of torch in another case', { optimizer: { type: 'sgd' } }, ['error deepspeed/unknown-optimizer']],
    ['one of torch', { optimizer: { type: 'SGD', params: { lr: 1, momentum: 0.9 } } }, []],
    [
      'a parameter that Adam does not have',
      { optimizer: { type: 'Adam', params: { lr: 1e-4, momentum: 0.9 } } },
      ['error deepspeed/unknown-key'],
    ],
    [
      'a rate and betas in quotes',
      { optimizer: { type: 'AdamW', params: { lr: '1e-4', betas: '0.9' } } },
      ['error deepspeed/wrong-type', 'error deepspeed/wrong-type'],
    ],
    [
      'a rate that others would fill',
      { optimizer: { type: 'AdamW', params: { lr: 'auto' } } },
      ['warning deepspeed/auto'],
    ],
    [
      'a schedule that is stepped wrongly',
      { scheduler: { type: 'OneCycle', params: {} } },
      ['error deepspeed/scheduler'],
    ],
    ['an unread key of an open block', { aio: { block_sise: 1 } }, ['warning deepspeed/ignored-key']],
    ['`__proto__`', JSON.parse('{"__proto__": 1}') as object, ['warning deepspeed/ignored-key']],
  ])('%s', (_name, change, expected) => {
    const text = `${JSON.stringify(GOOD).slice(0, -1)}}`;
    const merged = Object.keys(change).includes('__proto__')
      ? `${text.slice(0, -1)},"__proto__":1}`
      : JSON.stringify({ ...GOOD, ...change });
    expect(judge(merged).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  it('is without findings when it is our own: 300 of them', () => {
    const experiments = [
      ...fc
        .sample(arbitraryExperiment, { numRuns: 150, seed: 3 })
        .filter(({ machine: { memory } }) => memory.offload === 'none' || memory.zero > 0),
      ...fc.sample(arbitraryAuto, { numRuns: 300, seed: 4 }).map(({ experiment }) => experiment),
    ].slice(0, 300);
    expect(experiments).toHaveLength(300);
    for (const experiment of experiments)
      expect(judge(contentOf(emit(experiment), '/deepspeed.json'))).toEqual([]);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', '{"zero_optimization":'),
        (text, start) => {
          judge(start + text);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Values for any key, right and wrong. */
const VALUES: readonly unknown[] = [
  true,
  false,
  0,
  1,
  2,
  1.5,
  -1,
  1e-3,
  1e9,
  'true',
  'x',
  '5',
  '-1',
  null,
  [],
  {},
  ['a'],
  ['z1'],
  'cpu',
];
const CHECKED = [
  'zero_optimization',
  'fp16',
  'bf16',
  'tensorboard',
  'wandb',
  'csv_monitor',
  'comms_logger',
  'hybrid_engine',
  'compile',
  'weight_quantization',
];
const STRANGERS = ['offload_parameter', 'aio', 'enable', 'mics_shard_size'];

/** Each key of each block, and some that none has, with each value. */
const grid: readonly object[] = CHECKED.flatMap((block) => {
  const rest = block === 'fp16' ? { enabled: true } : block === 'zero_optimization' ? { stage: 1 } : {};
  const keys = [...Object.keys(closedBlocks[block]?.keys ?? {}), ...STRANGERS];
  return keys.flatMap((key) => VALUES.map((value) => ({ ...GOOD, [block]: { ...rest, [key]: value } })));
});

describe.skipIf(!hasPythonModule('deepspeed'))('DeepSpeed itself', () => {
  it('has the keys that were generated', () => {
    const made = execFileSync(PYTHON, ['scripts/generate-deepspeed-keys.py'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(made).toBe(readFileSync('src/generated/deepspeed-keys.ts', 'utf8'));
  });

  it('refuses what we say it refuses, and nothing else', () => {
    const STRUCTURE =
      /^error deepspeed\/(unknown-key|misplaced-key|removed-key|wrong-type|out-of-range|key-twice|precision)/;
    const script = new URL('../conformance/python/check-deepspeed.py', import.meta.url).pathname;
    const verdicts = runPython(
      script,
      grid.map((config) => ({ config, world: 1 })),
    ) as readonly { error?: string }[]; // one for each
    const differ = grid.flatMap((config, each) => {
      const ours = judge(JSON.stringify(config)).filter((line) => STRUCTURE.test(line));
      const theirs = verdicts[each]?.error;
      return ours.length > 0 === (theirs !== undefined)
        ? []
        : [{ config: JSON.stringify(config), ours, theirs }];
    });
    expect(differ).toEqual([]);
    expect(verdicts.filter(({ error }) => error !== undefined).length).toBeGreaterThan(300);
  });
});
