import { describe, expect, it } from 'vitest';
import { bucketElements } from '../../src/memory/buckets.ts';
import { contentOf, emit } from '../support/emit.ts';
import { type Change, validExperiment } from '../support/valid-experiment.ts';

interface Config {
  readonly [key: string]: unknown;
  readonly zero_optimization: Readonly<Record<string, unknown>>;
  readonly optimizer: { readonly params: Readonly<Record<string, unknown>> };
}

const configOf = (change: Change): Config =>
  JSON.parse(contentOf(emit(validExperiment(change)), '/main/deepspeed.json')) as Config; // we wrote it

const withMemory = (memory: object, more: object = {}): Config => configOf({ machine: { memory, ...more } });

describe('deepspeed.json', () => {
  it('gives micro batch and accumulation and leaves the product to DeepSpeed', () => {
    const config = configOf({
      batch: 48,
      machine: { gpus_per_node: 4, memory: { zero: 2, micro_batch: 3 } },
    });
    expect(config).toMatchObject({ train_micro_batch_size_per_gpu: 3, gradient_accumulation_steps: 4 });
    expect(config).not.toHaveProperty('train_batch_size');
  });

  it('takes the optimizer from the file', () => {
    const optimizer = { lr: 3e-5, betas: [0.8, 0.95], eps: 1e-6, weight_decay: 0.01, clip: 0.5 };
    const { optimizer: block, gradient_clipping } = configOf({ optimizer });
    const { clip, ...params } = optimizer;
    expect(block).toEqual({ type: 'AdamW', params: { ...params, torch_adam: true, fused: true } });
    expect(gradient_clipping).toBe(clip);
  });

  it('never asks for an optimizer that must be compiled, nor for the fused one in main memory', () => {
    for (const offload of ['none', 'optimizer', 'optimizer+parameters']) {
      const { params } = withMemory({ zero: 3, offload }).optimizer;
      expect(params['torch_adam']).toBe(true);
      expect(params['fused']).toBe(offload === 'none' ? true : undefined);
    }
  });

  it('scales the loss as a whole number and has no bf16', () => {
    expect(configOf({})).toMatchObject({
      fp16: {
        enabled: true,
        loss_scale: 0,
        initial_scale_power: 15,
        loss_scale_window: 500,
        hysteresis: 2,
        min_loss_scale: 1,
      },
      bf16: { enabled: false },
    });
  });

  it('has the keys that each stage reads and no others', () => {
    const keys = (zero: number, offload = 'none'): readonly string[] =>
      Object.keys(withMemory({ zero, offload }).zero_optimization);
    const split = [
      'stage',
      'reduce_scatter',
      'reduce_bucket_size',
      'allgather_bucket_size',
      'contiguous_gradients',
      'overlap_comm',
    ];
    expect(keys(0)).toEqual(['stage']);
    expect(keys(1)).toEqual(split);
    expect(keys(2, 'optimizer')).toEqual([...split, 'offload_optimizer']);
    expect(keys(3, 'optimizer+parameters')).toEqual([
      ...split.filter((key) => key !== 'allgather_bucket_size'),
      'offload_optimizer',
      'offload_param',
      'stage3_prefetch_bucket_size',
      'stage3_param_persistence_threshold',
      'stage3_max_live_parameters',
      'stage3_max_reuse_distance',
      'stage3_gather_16bit_weights_on_model_save',
    ]);
  });

  it('scatters gradients and so does not scale them before', () => {
    const config = withMemory({ zero: 2 });
    expect([config['prescale_gradients'], config.zero_optimization['reduce_scatter']]).toEqual([false, true]);
  });

  it('overlaps communication where there is some', () => {
    expect(withMemory({ zero: 2 }).zero_optimization['overlap_comm']).toBe(false);
    expect(
      withMemory({ zero: 2, micro_batch: 1 }, { gpus_per_node: 8 }).zero_optimization['overlap_comm'],
    ).toBe(true);
  });

  it.each([
    ['a LoRA', { kind: 'lora', rank: 64 }, 46_000_000],
    ['a small LoRA', { kind: 'lora', rank: 1, targets: ['pooler.c_proj'] }, 1_000_000],
    ['the whole model', { kind: 'full' }, 200_000_000],
  ])('fits its buckets to %s', (_, method, elements) => {
    const { zero_optimization: zero } = configOf({ method, machine: { memory: { zero: 2 } } });
    expect([zero['reduce_bucket_size'], zero['allgather_bucket_size']]).toEqual([elements, elements]);
  });

  it('has room in a bucket for all that is trained, up to the limit, and an even number', () => {
    for (const trainable of [1, 999_999, 1_000_001, 46_137_344, 199_999_999]) {
      expect(bucketElements(trainable)).toBeGreaterThanOrEqual(trainable);
      expect(bucketElements(trainable) % 2).toBe(0);
    }
    expect(bucketElements(1.5e9)).toBe(200_000_000);
  });
});
