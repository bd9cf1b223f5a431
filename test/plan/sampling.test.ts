import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { derive } from '../../src/experiment/derive.ts';
import { samplingOf } from '../../src/plan/sampling.ts';
import { readArgv, type Namespace } from '../support/trainer-argv.ts';
import { type Change, validExperiment } from '../support/valid-experiment.ts';

/** What a shell makes of the command: its variables and program, and what the parser of upstream makes of the rest. */
function sampled(change: Change = {}): {
  readonly program: readonly string[];
  readonly namespace: Namespace;
} {
  const experiment = validExperiment(change);
  const line = samplingOf(experiment, derive(experiment));
  const words = execFileSync('bash', ['-c', String.raw`printf '%s\0' ${line}`], { encoding: 'utf8' });
  const argv = words.split('\0').slice(0, -1);
  const script = argv.findIndex((word) => word.endsWith('.py'));
  return { program: argv.slice(0, script + 1), namespace: readArgv(argv.slice(script + 1)) };
}

const MEMORY = { gpu: 'A800-80GB', memory: { zero: 2, micro_batch: 2 } };

describe('the command that samples', () => {
  it('puts an adapter on the weights that it was trained on, with the schedule of the training', () => {
    const { program, namespace } = sampled();
    expect(program).toEqual(['python', '../HunyuanDiT/sample_t2i.py']);
    expect(namespace).toMatchObject({
      model_root: '../HunyuanDiT/ckpts',
      dit_weight: '../HunyuanDiT/ckpts/t2i/model/pytorch_model_ema.pt',
      load_key: 'module',
      lora_ckpt: 'runs/porcelain/main/checkpoints/final.pt',
      image_size: [1024, 1024],
      model: 'DiT-g/2',
      beta_start: 0.00085,
      beta_end: 0.018,
      noise_schedule: 'scaled_linear',
      predict_type: 'v_prediction',
      use_style_cond: false,
      enhance: false,
    });
  });

  it.each([
    ['the average where there is one', { decay: 0.999 }, 'ema'],
    ['what was trained where there is none', 'none', 'module'],
  ])('takes of a whole model %s', (_, ema, key) => {
    const { program, namespace } = sampled({ method: { kind: 'full' }, ema, machine: MEMORY });
    expect(program[0]).toBe('TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1');
    expect(namespace).toMatchObject({
      dit_weight: 'runs/porcelain/main/checkpoints/final.pt/mp_rank_00_model_states.pt',
      load_key: key,
      lora_ckpt: null,
    });
  });

  it('gives version 1.1 its conditions and its noise', () => {
    const model = { version: 'v1.1', weights: 'module' };
    const { namespace } = sampled({ model, resolution: { kind: 'single', size: 512 } });
    expect(namespace).toMatchObject({
      dit_weight: '../HunyuanDiT/ckpts/t2i/model_v1_1/pytorch_model_module.pt',
      beta_end: 0.03,
      use_style_cond: true,
      size_cond: [1024, 1024],
      image_size: [512, 512],
    });
  });

  it('puts a ControlNet beside the weights that it was trained on, and asks for an image to follow', () => {
    const { program, namespace } = sampled({
      method: { kind: 'controlnet', control: 'depth' },
      machine: { gpu: 'A800-80GB', memory: { zero: 2, micro_batch: 1 } },
    });
    expect(program).toEqual([
      'TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1',
      'python',
      '../HunyuanDiT/sample_controlnet.py',
    ]);
    expect(namespace).toMatchObject({
      dit_weight: '../HunyuanDiT/ckpts/t2i/model/pytorch_model_ema.pt',
      load_key: 'module',
      controlnet_weight: 'runs/porcelain/main/checkpoints/final.pt/mp_rank_00_model_states.pt',
      control_type: 'depth',
      condition_image_path: '…',
      lora_ckpt: null,
      beta_end: 0.018,
    });
  });

  it('is none for an IP-Adapter, of which the sampler reads the public one only', () => {
    const experiment = validExperiment({ method: { kind: 'ipadapter' }, machine: MEMORY });
    expect(samplingOf(experiment, derive(experiment))).toBeUndefined();
  });

  it('keeps a path with blanks one word', () => {
    const { namespace } = sampled({
      model: { weights: 'my weights/vase.pt' },
      machine: { checkout: 'Hunyuan DiT' },
    });
    expect(namespace).toMatchObject({ dit_weight: 'my weights/vase.pt', model_root: 'Hunyuan DiT/ckpts' });
  });

  it('is none where the checkpoint holds parts of the weights', () => {
    const machine = { gpu: 'A800-80GB', gpus_per_node: 2, memory: { zero: 3, micro_batch: 2 } };
    const experiment = validExperiment({ method: { kind: 'full' }, machine });
    expect(samplingOf(experiment, derive(experiment))).toBeUndefined();
  });
});
