import { describe, expect, it } from 'vitest';
import { controlNetParameters, parametersOf } from '../../src/memory/adapter-parameters.ts';
import { encoderWeights } from '../../src/memory/encoders.ts';
import { gpuMemory } from '../../src/memory/gpu-memory.ts';
import { linearModules, matchTargets } from '../../src/memory/linear-modules.ts';
import { loraParameters, modelParameters } from '../../src/memory/parameters.ts';
import { validExperiment } from '../support/valid-experiment.ts';
import { memoryInput, memorySettings } from './memory-input.ts';

const DEFAULT_TARGETS = ['Wqkv', 'attn2.q_proj', 'kv_proj', 'out_proj'];
const UPSTREAM_TARGETS = ['Wqkv', 'q_proj', 'kv_proj', 'out_proj'];

// Totals counted on the real classes of hydit/modules/models.py, commit 368280e.
describe('the whole model', () => {
  it.each([
    ['g/2', 'v1.2', 1_499_952_032],
    ['g/2', 'v1.1', 1_516_534_048],
    ['g/2', 'v1.0', 1_516_534_048],
    ['XL/2', 'v1.2', 713_784_480],
    ['XL/2', 'v1.1', 726_171_936],
    ['XL/2', 'v1.0', 726_171_936],
  ] as const)('%s %s has %d parameters', (size, version, total) => {
    expect(modelParameters({ size, version })).toBe(total);
  });
});

describe('linear layers', () => {
  it.each([
    ['g/2', 351],
    ['XL/2', 249],
  ] as const)('%s has %d of them', (size, count) => {
    const names = linearModules(size, 'v1.2').map(({ name }) => name);
    expect(names).toHaveLength(count);
    expect(new Set(names).size).toBe(count);
  });

  it('have the sizes of the real ones', () => {
    const modules = linearModules('g/2', 'v1.1');
    expect(modules).toEqual(
      expect.arrayContaining([
        { name: 'extra_embedder.0', in: 3968, out: 5632 },
        { name: 'blocks.0.attn1.Wqkv', in: 1408, out: 4224 },
        { name: 'blocks.20.mlp.fc1', in: 1408, out: 6144 },
        { name: 'blocks.39.attn2.kv_proj', in: 1024, out: 2816 },
        { name: 'blocks.21.skip_linear', in: 2816, out: 1408 },
        { name: 'final_layer.adaLN_modulation.1', in: 1408, out: 2816 },
      ]),
    );
    expect(modules.filter(({ name }) => name.endsWith('skip_linear'))).toHaveLength(19);
  });
});

describe('LoRA targets', () => {
  const namesOf = (target: string): readonly string[] =>
    matchTargets([target], linearModules('g/2', 'v1.2')).map(({ name }) => name);

  it('match whole names and what follows a dot', () => {
    expect(namesOf('q_proj')).toHaveLength(41);
    expect(namesOf('attn2.q_proj')).toHaveLength(40);
    expect(namesOf('pooler.q_proj')).toEqual(['pooler.q_proj']);
    expect(namesOf('proj')).toEqual([]);
    expect(namesOf('qkv')).toEqual([]);
  });

  it('count a module once, however many of them match it', () => {
    const modules = linearModules('g/2', 'v1.2');
    expect(matchTargets(['attn1.Wqkv', 'Wqkv'], modules)).toHaveLength(40);
  });

  it.each([
    ['Wqkv', 225_280, 129_024],
    ['out_proj', 225_280, 129_024],
    ['q_proj', 112_640 + 4096, 64_512 + 4096],
    ['kv_proj', 153_600, 93_184],
    ['k_proj', 4096, 4096],
    ['c_proj', 3072, 3072],
    ['fc1', 302_080, 161_280],
    ['fc2', 302_080, 161_280],
    ['default_modulation.1', 112_640, 64_512],
    ['skip_linear', 80_256, 44_928],
  ])('%s adds %d parameters a rank to g/2 and %d to XL/2', (target, large, small) => {
    expect(loraParameters({ size: 'g/2', version: 'v1.2' }, 1, [target])).toBe(large);
    expect(loraParameters({ size: 'XL/2', version: 'v1.2' }, 1, [target])).toBe(small);
  });

  it('add up: upstream’s default and ours, which leaves out the layer that never gets a gradient', () => {
    const large = { size: 'g/2', version: 'v1.2' } as const;
    expect(loraParameters(large, 64, UPSTREAM_TARGETS)).toBe(46_137_344);
    expect(loraParameters(large, 64, DEFAULT_TARGETS)).toBe(716_800 * 64);
    expect(loraParameters({ ...large, size: 'XL/2' }, 8, UPSTREAM_TARGETS)).toBe(419_840 * 8);
    expect(matchTargets(UPSTREAM_TARGETS, linearModules('g/2', 'v1.2'))).toHaveLength(201);
    expect(matchTargets(UPSTREAM_TARGETS, linearModules('XL/2', 'v1.2'))).toHaveLength(141);
  });

  it.each([
    [8, 5_767_168],
    [64, 46_137_344],
    [128, 92_274_688],
  ])('of rank %d add %d parameters to every version of g/2', (rank, total) => {
    for (const version of ['v1.2', 'v1.1', 'v1.0'] as const)
      expect(loraParameters({ size: 'g/2', version }, rank, UPSTREAM_TARGETS)).toBe(total);
  });
});

describe('networks beside the model', () => {
  it.each([
    ['v1.2', 744_223_296],
    ['v1.1', 760_805_312],
    ['v1.0', 760_805_312],
  ] as const)(
    '%s: a ControlNet has %d parameters, of which its blocks and projections are trained',
    (version, total) => {
      const model = { size: 'g/2', version } as const;
      const { all, trained } = parametersOf({ model, method: { kind: 'controlnet', control: 'canny' } });
      expect(controlNetParameters(model)).toBe(total);
      expect(all).toBe(modelParameters(model) + total);
      expect(trained).toBe(687_419_968);
    },
  );

  it.each([
    ['g/2', 'v1.2', 123_861_888, 1_623_813_920],
    ['g/2', 'v1.1', 123_861_888, 1_640_395_936],
    ['g/2', 'v1.0', 123_861_888, 1_640_395_936],
    ['XL/2', 'v1.2', 74_527_680, 713_784_480 + 74_527_680],
    ['XL/2', 'v1.1', 74_527_680, 726_171_936 + 74_527_680],
  ] as const)('%s %s: an IP-Adapter trains %d of %d parameters', (size, version, trained, all) => {
    const counts = parametersOf({ model: { size, version }, method: { kind: 'ipadapter' } });
    expect(counts).toEqual({ all, trained });
  });

  it('are frozen: VAE, CLIP and mT5, and the image encoder of the IP-Adapter in fp32', () => {
    const full = { method: { kind: 'full' } } as const;
    const [vae, clip, mt5, image] = [83_653_863, 350_986_240, 1_669_958_656, 632_076_801];
    expect(encoderWeights(full, 'fp16')).toBe(2 * (vae + clip + mt5));
    expect(encoderWeights(full, 'fp32')).toBe(4 * (vae + clip) + 2 * mt5);
    expect(encoderWeights({ method: { kind: 'ipadapter' } }, 'fp16')).toBe(
      2 * (vae + clip + mt5) + 4 * image,
    );
  });
});

describe('what makes the image that a ControlNet follows', () => {
  it.each([
    ['canny', 0],
    ['depth', 4 * 343_030_465],
    ['pose', 216_746_733 + 134_399_116],
  ] as const)('is in the sum for %s with %d bytes', (control, bytes) => {
    const sumOf = (kind: typeof control) =>
      gpuMemory(
        memoryInput({ method: { kind: 'controlnet', control: kind } }),
        memorySettings({ encoderDtype: 'fp32' }),
      );
    expect(sumOf(control).low - sumOf('canny').low).toBe(bytes);
    expect(sumOf(control).lines.filter(({ name }) => name === 'condition')).toHaveLength(bytes > 0 ? 1 : 0);
  });
});

describe('what is trained', () => {
  it('is the whole model, or the updates alone', () => {
    expect(parametersOf(validExperiment({ method: { kind: 'full' } })).trained).toBe(1_499_952_032);
    expect(parametersOf(validExperiment()).trained).toBe(716_800 * 64);
  });
});
