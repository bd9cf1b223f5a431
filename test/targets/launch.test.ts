import { describe, expect, it } from 'vitest';
import { flags } from '../../src/targets/launch/flags.ts';
import { weightsPlace } from '../../src/targets/launch/weights.ts';
import { contentOf, emit, inputFor } from '../support/emit.ts';
import { type Change, validExperiment } from '../support/valid-experiment.ts';
import { trainerArguments } from '../../src/targets/launch/command.ts';

const stageOf = (change: Change): unknown =>
  JSON.parse(contentOf(emit(validExperiment(change)), '/main/stage.json'));
const wordsOf = (change: Change, flag: string): readonly unknown[] | undefined =>
  trainerArguments(inputFor(validExperiment(change))).find((argument) => argument.flag === flag)?.words;

describe('stage.json', () => {
  it('tells the overlay what neither the flags nor deepspeed.json can', () => {
    const change = {
      name: 'two-nodes',
      optimizer: { schedule: 'cosine', warmup: '100 steps', lr: 2e-4 },
      save: { every: '500 steps', keep: 4 },
      batch: 32,
      machine: { gpus_per_node: 8, nodes: 2 },
    };
    expect(stageOf(change)).toEqual({
      formatVersion: 1,
      name: 'two-nodes',
      stage: 'main',
      trainer: { commit: '368280ec35119ed2741a30cc5b40aafde34f8a8a', script: 'hydit/train_deepspeed.py' },
      world_size: 16,
      learning_rate: { schedule: 'cosine', peak: 2e-4, warmup_updates: 100, length: { updates: 2000 } },
      save: { every: { updates: 500 }, keep: 4, optimizer_state: false, resume_every: null },
      start: null,
    });
  });

  it('keeps epochs as epochs and `all` as null', () => {
    expect(stageOf({ length: '8 epochs', save: { every: '1 epoch', keep: 'all' } })).toMatchObject({
      learning_rate: { length: { epochs: 8 } },
      save: { every: { epochs: 1 }, keep: null },
    });
  });
});

describe('flags', () => {
  it('train so many epochs, without a limit of steps', () => {
    expect(wordsOf({ length: '8 epochs' }, '--epochs')).toEqual(['8']);
    expect(wordsOf({ length: '8 epochs' }, '--max-training-steps')).toEqual(['1000000000']);
  });

  it('save every epoch for the overlay to choose from, and never by steps', () => {
    const change = { length: '8 epochs', save: { every: '2 epochs' } };
    expect(wordsOf(change, '--ckpt-every-n-epoch')).toEqual(['1']);
    expect(wordsOf(change, '--ckpt-every')).toEqual(['1000000000']);
  });

  it.each([
    [true, [], ['1']],
    [0.25, [], ['0.25']],
    [false, undefined, undefined],
    [0, undefined, undefined],
  ])('recompute %j of the blocks', (share, checkpointing, rate) => {
    const change = { machine: { memory: { gradient_checkpointing: share } } };
    expect(wordsOf(change, '--gradient-checkpointing')).toEqual(checkpointing);
    expect(wordsOf(change, '--gc-rate')).toEqual(rate);
  });

  it('write ratios with a colon, as the trainer reads them', () => {
    const resolution = { kind: 'multi', base: 1024, step: undefined, ratios: ['1/1', '4/3'] };
    expect(wordsOf({ resolution }, '--target-ratios')).toEqual(['1:1', '4:3']);
    expect(wordsOf({ resolution }, '--reso-step')).toBeUndefined();
  });

  it('follow from keys that the experiment has', () => {
    const paths = new Set(flags.flatMap(({ from }) => from));
    expect(paths.size).toBeGreaterThan(30);
    const full = validExperiment({ ema: { decay: 0.999, dtype: 'fp32' } });
    const optional = [
      'method.rank',
      'method.targets',
      'method.control',
      'method.weights',
      'resolution.size',
      'resolution.ratios',
      'machine.host_memory',
    ];
    for (const path of [...paths].filter((path) => !optional.includes(path))) {
      const found = path
        .split('.')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], full);
      expect(found, path).toBeDefined();
    }
  });
});

describe('weights', () => {
  it.each([
    ['v1.2', 'ema', { base: 'checkout', path: 'ckpts/t2i/model/pytorch_model_ema.pt' }],
    ['v1.1', 'distill', { base: 'checkout', path: 'ckpts/t2i/model_v1_1/pytorch_model_distill.pt' }],
    ['v1.0', 'module', { base: 'checkout', path: 'ckpts/t2i/model/pytorch_model_module.pt' }],
    ['v1.2', './mine.pt', { base: 'root', path: './mine.pt' }],
    ['v1.2', '/data/mine.pt', { base: 'root', path: '/data/mine.pt' }],
    ['v1.2', 'random', undefined],
  ] as const)('of %s by %s lie where upstream looks for them', (version, weights, place) => {
    expect(weightsPlace(validExperiment({ model: { version, weights } }))).toEqual(place);
  });
});

describe('generated files', () => {
  it('lie below the launch folder of name and machine, scripts executable', () => {
    const files = emit(validExperiment()).filter(({ path }) => !path.includes('/overlay/'));
    expect(files.map(({ path, executable }) => [path, executable])).toEqual([
      ['launch/porcelain/local/run.sh', true],
      ['launch/porcelain/local/main/launch.sh', true],
      ['launch/porcelain/local/main/stage.json', false],
      ['launch/porcelain/local/main/deepspeed.json', false],
    ]);
  });

  it('hold the overlay as it is, in the order of its names', () => {
    const { templates } = inputFor(validExperiment());
    const overlay = emit(validExperiment()).filter(({ path }) => path.includes('/overlay/'));
    expect(overlay.map(({ path }) => path)).toEqual(overlay.map(({ path }) => path).toSorted());
    expect(overlay.map(({ path }) => path)).toContain('launch/porcelain/local/overlay/train.py');
    for (const { path, content } of overlay)
      expect(content).toBe(templates.get(`overlay/${path.split('/').at(-1)}`));
  });

  it('end in one newline and say nothing of this machine', () => {
    for (const { path, content } of emit(validExperiment(), '/home/someone/porcelain.yaml')) {
      expect(content.endsWith('\n') && !content.endsWith('\n\n') && !content.includes('\r'), path).toBe(true);
      expect(content, path).not.toMatch(/\/home\/|\/work\/|20\d\d-\d\d/);
    }
  });
});
