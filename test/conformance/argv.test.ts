import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { derive } from '../../src/experiment/derive.ts';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { parseDuration } from '../../src/experiment/units.ts';
import { TRAINER_COMMIT, trainerFlags } from '../../src/generated/trainer-flags.ts';
import { trainerArguments } from '../../src/targets/launch/command.ts';
import { flags } from '../../src/targets/launch/flags.ts';
import { NEVER } from '../../src/targets/launch/flags/run-flags.ts';
import { arbitraryExperiment } from '../support/arbitrary-experiment.ts';
import { told, under } from '../support/told.ts';
import { HYDIT, hasPythonModule, runPython } from '../support/tools.ts';
import { type Namespace, readArgv, trainerArgv } from '../support/trainer-argv.ts';
import { validExperiment } from '../support/valid-experiment.ts';

const ROOT = "/home/it's mine/实验";
const RUNS = 1000;

/** Flags of the parser that we must not pass, and why. */
const FORBIDDEN = {
  '--deepspeed_config': 'the trainer hands over a configuration too, and DeepSpeed refuses two',
  '--deepscale_config': 'an older name of it',
  '--zero-stage': 'it is not the stage: 3 builds a model that cannot be loaded',
  '--cpu-offloading': 'deepspeed.json says it',
  '--warmup-num-steps': 'the overlay owns the learning rate',
  '--no-fp16': 'crashes',
  '--gradio_share': 'of type bool: any text is true',
  '--save-optimizer-state': 'never read',
  '--use-flash-attn': 'has no effect',
  '--no-flash-attn': 'has no effect',
  '--uncond-p-img': 'never read',
  '--seed': 'of inference',
  '--model-var-type': 'crashes when the arguments are written down',
};

/** Flags of type bool that we pass, and so with `True` only. */
const ANY_TEXT_IS_TRUE = new Set(['--is-ipa', '--resume-ipa']);

/** The trainer of each method. */
const TRAINERS: Readonly<Record<Experiment['method']['kind'], string>> = {
  full: 'hydit/train_deepspeed.py',
  lora: 'hydit/train_deepspeed.py',
  controlnet: 'hydit/train_deepspeed_controlnet.py',
  ipadapter: 'hydit/train_deepspeed_ipadapter.py',
};

/** An experiment as far as the trainer's arguments tell it. */
const toldByFlags = (experiment: Experiment): object => ({
  ...told(experiment, ROOT),
  every: intervalOf(experiment),
  checkpointed: checkpointedOf(experiment),
  strict: experiment.method.kind !== 'ipadapter',
  index: under(ROOT, posix.join(experiment.machine.packed, `index/${experiment.name}/main.json`)),
  run: `${ROOT}/runs/${experiment.name}/main`,
});

/** The same, read back from what the parser understood; which trainer is started is in stage.json. */
function readBack(ns: Namespace, { kind }: Experiment['method']): object {
  const accumulation = Number(ns['grad_accu_steps']);
  const duration = (microSteps: unknown, epochs: unknown): object =>
    microSteps === NEVER
      ? { unit: 'epochs', count: epochs }
      : { unit: 'steps', count: Number(microSteps) / accumulation };
  const minSnr = String(ns['mse_loss_weight_type']).replace('min_snr_', '');
  const [base] = [ns['image_size']].flat();
  return {
    name: String(ns['task_flag']).replace(/^dit-/, ''),
    seed: ns['global_seed'],
    model: {
      size: String(ns['model']).replace(/^DiT-/, ''),
      conditions: ns['use_style_cond'],
      weights: ns['resume_module_root'],
    },
    method: methodOf(ns, kind),
    resolution: !ns['multireso']
      ? { kind: 'single', size: base }
      : ns['reso_step'] === null
        ? {
            kind: 'multi',
            base,
            ratios: [ns['target_ratios']].flat().map((ratio) => String(ratio).replace(':', '/')),
          }
        : { kind: 'multi', base, step: ns['reso_step'] },
    microBatch: ns['batch_size'],
    accumulation,
    optimizer: { lr: ns['lr'], weight_decay: ns['weight_decay'] },
    ema: ns['use_ema'] ? { decay: ns['ema_decay'], dtype: ns['ema_dtype'] } : 'none',
    diffusion: { min_snr: minSnr === 'constant' ? 'none' : Number(minSnr), noise_offset: ns['noise_offset'] },
    random_flip: ns['random_flip'],
    uncond: { clip: ns['uncond_p'], t5: ns['uncond_p_t5'] },
    length: duration(ns['max_training_steps'], ns['epochs']),
    // Which epochs are saved is in stage.json, and so is all that the overlay writes.
    every:
      kind === 'controlnet' || kind === 'ipadapter'
        ? [ns['ckpt_every'], ns['ckpt_every_n_epoch']]
        : duration(ns['ckpt_every'], ns['ckpt_every_n_epoch']),
    workers: ns['num_workers'],
    zero: ns['use_zero_stage'],
    checkpointed: ns['gradient_checkpointing'] ? ns['gc_rate'] : 0,
    strict: ns['strict'],
    attention: ns['infer_mode'] === 'fa' ? 'flash' : 'torch',
    encoder_dtype: ns['extra_fp16'] ? 'fp16' : 'fp32',
    index: [ns['index_file']].flat()[0],
    run: ns['results_dir'],
  };
}

/** Names that a trainer, and what it imports of the checkout, read of the arguments. */
function readBy(checkout: string, script: string): ReadonlySet<string> {
  const files = [
    script,
    'hydit/ds_config.py',
    'hydit/utils/tools.py',
    ...globSync(['hydit/modules/*.py', 'hydit/data_loader/*.py'], { cwd: checkout }),
  ];
  const text = files.map((file) => readFileSync(posix.join(checkout, file), 'utf8')).join('\n');
  const ofTrainer = [...text.matchAll(/\bargs\.(\w+)/g)].map(([, name = '']) => name);
  // DeepSpeed reads its own switch.
  return new Set([...ofTrainer, 'deepspeed']);
}

/** What is trained: the ControlNet's trainer has no name for it, and its kind of control has a default. */
function methodOf(ns: Namespace, kind: Experiment['method']['kind']): object {
  switch (ns['training_parts']) {
    case 'lora':
      return { kind: 'lora', rank: ns['rank'], targets: ns['target_modules'] };
    case 'ipadapter':
      return { kind: ns['is_ipa'] === true ? 'ipadapter' : 'nothing', weights: ns['resume_ipa_root'] };
    default:
      return kind === 'controlnet' ? { kind, control: ns['control_type'] } : { kind: 'full' };
  }
}

/** A ControlNet recomputes all blocks or none. */
function checkpointedOf({ method, machine }: Experiment): number {
  const share = Number(machine.memory.gradient_checkpointing);
  return method.kind === 'controlnet' ? Math.ceil(share) : share;
}

/** Every interval of epochs is 1 in the flags, and none is there where the overlay saves. */
const intervalOf = ({ method, save }: Experiment): object => {
  if (method.kind === 'controlnet' || method.kind === 'ipadapter') return [NEVER, 0];
  const every = parseDuration(save.every);
  return every.unit === 'epochs' ? { ...every, count: 1 } : every;
};

describe('the trainer’s arguments', () => {
  it('give every value of the experiment back, by a reader of the parser’s own table', () => {
    fc.assert(
      fc.property(arbitraryExperiment, (experiment) => {
        const ns = readArgv(trainerArgv(experiment, ROOT));
        expect(readBack(ns, experiment.method)).toEqual(toldByFlags(experiment));
      }),
      { numRuns: RUNS },
    );
  });

  it('hold what every run needs and no option that harms', () => {
    fc.assert(
      fc.property(arbitraryExperiment, (experiment) => {
        const argv = trainerArgv(experiment, ROOT);
        expect(argv).toEqual(
          expect.arrayContaining([
            '--deepspeed',
            '--rope-real',
            '--resume',
            '--reset-loader',
            '--uncond-p',
            '--uncond-p-t5',
          ]),
        );
        expect(argv.filter((word) => word in FORBIDDEN)).toEqual([]);
        expect(argv.filter((_, place) => ANY_TEXT_IS_TRUE.has(argv[place - 1] ?? ''))).toEqual(
          expect.not.arrayContaining([expect.not.stringMatching(/^True$/)]),
        );
        const ns = readArgv(argv);
        expect(ns).toMatchObject({
          rope_img: 'base512',
          predict_type: 'v_prediction',
          noise_schedule: 'scaled_linear',
          beta_start: 0.00085,
        });
        expect(ns['beta_end']).toBe(experiment.model.version === 'v1.2' ? 0.018 : 0.03);
        expect(ns['size_cond']).toEqual(experiment.model.version === 'v1.2' ? null : [1024, 1024]);
        expect(ns['resume_ema_root']).toBe(ns['use_ema'] ? ns['resume_module_root'] : null);
        expect(String(ns['task_flag'])).toContain('dit');
      }),
    );
  });

  it('count micro steps where the file counts optimizer steps', () => {
    const ns = readArgv(
      trainerArgv(validExperiment({ batch: 8, length: '2000 steps', save: { every: '500 steps' } }), ROOT),
    );
    expect(ns).toMatchObject({
      grad_accu_steps: 4,
      max_training_steps: 8000,
      ckpt_every: 2000,
      log_every: 40,
      ckpt_every_n_epoch: 0,
    });
  });
});

describe('the flag table', () => {
  it('has only names of the parser, each once, in a form that the parser takes', () => {
    for (const { flag, form } of flags) {
      const known = trainerFlags.find(({ names }) => names.includes(flag));
      expect([known?.form, known?.form === 'list' ? 'value' : known?.form], flag).toContain(form);
    }
    expect(new Set(flags.map(({ flag }) => flag)).size).toBe(flags.length);
  });

  it('forbids only options that the parser really has', () => {
    const names = new Set<string>(trainerFlags.flatMap((flag) => flag.names));
    expect(Object.keys(FORBIDDEN).filter((name) => !names.has(name))).toEqual([]);
  });

  it('was generated from the commit that experiments are tested with', () => {
    expect(TRAINER_COMMIT).toBe(validExperiment().trainer.commit);
  });
});

describe.skipIf(HYDIT === undefined || !hasPythonModule('deepspeed'))(
  'the trainer’s own parser (HYDIT)',
  { timeout: 300_000 },
  () => {
    it('understands every argv as our reader does', () => {
      const argvs = fc
        .sample(arbitraryExperiment, { numRuns: RUNS, seed: 368280 })
        .map((experiment) => trainerArgv(experiment, ROOT));
      const script = new URL('python/parse-argv.py', import.meta.url).pathname;
      const namespaces = runPython(script, argvs, HYDIT ?? '') as Namespace[]; // the script returns one for each argv
      expect(namespaces).toHaveLength(RUNS);
      namespaces.forEach((namespace, each) => expect(namespace).toEqual(readArgv(argvs[each] ?? [])));
    });

    it.each(Object.entries(TRAINERS))('reads every flag that is passed with %s', (kind, script) => {
      const passed = fc
        .sample(arbitraryExperiment, { numRuns: RUNS, seed: 368280 })
        .filter(({ method }) => method.kind === kind)
        .flatMap((experiment) => trainerArguments({ experiment, derived: derive(experiment) }))
        .map(({ flag }) => trainerFlags.find(({ names }) => names.includes(flag))?.dest);
      const read = readBy(HYDIT ?? '', script);
      expect(passed.length).toBeGreaterThan(1000);
      expect([...new Set(passed)].filter((dest) => !read.has(dest ?? ''))).toEqual([]);
    });

    it('has the options that we generated from it', () => {
      const script = new URL('../../scripts/trainer-flags/read-parser.py', import.meta.url).pathname;
      expect(runPython(script, [], HYDIT ?? '')).toEqual(trainerFlags);
    });
  },
);
