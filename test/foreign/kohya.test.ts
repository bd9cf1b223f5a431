import { describe, expect, it } from 'vitest';
import { findingsOf } from './findings-of.ts';

const LORA = `pretrained_model_name_or_path = "models/hydit"
train_data_dir = "data"
network_module = "networks.lora"
network_dim = 64
network_alpha = 64
enable_bucket = true
bucket_reso_steps = 64
train_batch_size = 2
v_parameterization = true
beta_end = 0.018
`;

const DATASET = `[general]
caption_extension = ".txt"

[[datasets]]
resolution = 1024

  [[datasets.subsets]]
  image_dir = "data"
`;

/** Severity, code and place of each finding, without the note on the tool. */
const codesOf = (text: string, name = 'lora.toml'): readonly string[] =>
  (findingsOf(name, text) ?? ['no configuration'])
    .map((line) => line.split(' ').slice(0, 2).join(' '))
    .filter((line) => line !== 'info kohya/tool');

describe('a training of kohya', () => {
  it.each<[string, readonly [string, string], readonly string[]]>([
    ['right', ['', ''], []],
    ['in sections', ['network_module', '[network]\nnetwork_module'], []],
    ['without v-prediction', ['v_parameterization = true\n', ''], ['error kohya/noise-as-target']],
    ['v-prediction off', ['ation = true', 'ation = false'], ['error kohya/noise-as-target']],
    ['without the end of the betas', ['beta_end = 0.018\n', ''], ['error kohya/no-beta-end']],
    ['the betas of another version', ['0.018', '0.03'], ['error kohya/beta-end']],
    ['a number as text', ['network_dim = 64', 'network_dim = "64"'], ['error kohya/number-as-text']],
    ['betas as text', ['0.018', '"0.018"'], ['error kohya/number-as-text']],
    ['a rate without its minus', ['beta_end', 'learning_rate = 1e4\nbeta_end'], ['warning kohya/rate']],
    [
      'a rate of 1 for an optimizer that finds its own',
      ['beta_end', 'learning_rate = 1.0\noptimizer_type = "Prodigy"\nbeta_end'],
      [],
    ],
    ['another alpha', ['alpha = 64', 'alpha = 32'], ['info kohya/alpha']],
    ['the default of alpha', ['network_alpha = 64\n', ''], ['info kohya/alpha']],
    ['a step of the buckets that is refused', ['steps = 64', 'steps = 40'], ['error kohya/bucket-step']],
    [
      'a step that nothing reads',
      ['enable_bucket = true\nbucket_reso_steps = 64', 'bucket_reso_steps = 40'],
      [],
    ],
    ['DeepSpeed', ['beta_end', 'deepspeed = true\nbeta_end'], ['error kohya/deepspeed-with-lora']],
    [
      'conditions that mix',
      ['beta_end = 0.018', 'beta_end = 0.03\nuse_extra_cond = true'],
      ['error kohya/mixed-conditions'],
    ],
    ['no value', ['network_dim = 64', 'network_dim = '], ['error kohya/syntax']],
    ['a key twice', ['network_dim', 'network_alpha = 1\nnetwork_dim'], ['error kohya/syntax']],
  ])('%s', (_, [from, to], expected) => {
    expect(codesOf(LORA.replace(from, to)).toSorted()).toEqual(expected);
  });

  it('of the whole model needs no end of the betas for v1.2', () => {
    const full = LORA.replace(/network_\w+ = .*\n/g, '');
    expect(codesOf(full.replace('beta_end = 0.018\n', ''))).toEqual([]);
    expect(codesOf(full.replace('steps = 64', 'steps = 48'))).toEqual(['error kohya/bucket-step']);
  });

  it('of v1.1 has other betas, and one image a step', () => {
    const conditions = 'use_extra_cond = true\nbeta_end = 0.03';
    const old = LORA.replace('size = 2', 'size = 1').replace('beta_end = 0.018', conditions);
    expect(codesOf(old)).toEqual([]);
    expect(codesOf(old.replace('0.03', '0.018'))).toEqual(['error kohya/beta-end']);
  });

  it('is told to be one', () => {
    expect(findingsOf('lora.toml', LORA)).toEqual(['info kohya/tool 1:1']);
  });

  it('is marked at its last entry of a key, behind a byte order mark and in sections, too', () => {
    const text = `\ufeff[a]\nbeta_end = 0.018\n[b]\n${LORA.replace('0.018', '0.02')}`;
    expect(findingsOf('lora.toml', text)).toContain('error kohya/beta-end 13:1');
  });
});

describe('a dataset of kohya', () => {
  it.each<[string, string, readonly string[]]>([
    ['right', DATASET, []],
    ['a key of the training', `${DATASET}learning_rate = 1e-4\n`, ['error kohya/misplaced-key']],
    ['no tables', 'resolution = 1024\n', ['error kohya/no-datasets']],
  ])('%s', (_, text, expected) => {
    expect(codesOf(text, 'dataset.toml')).toEqual(expected);
  });

  it('is no other TOML', () => {
    expect(codesOf('[tool.ruff]\nline-length = 100\n', 'ruff.toml')).toEqual(['error kohya/unknown-tool']);
  });
});
