import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One stage as a test wants it; everything else is the same for all of them. */
export interface TestStage {
  readonly stage: string;
  readonly worldSize: number;
  readonly accumulation: number;
  readonly zeroStage: 0 | 1 | 2;
  readonly updates: number;
  readonly schedule: 'constant' | 'linear' | 'cosine';
  readonly warmup: number;
  /** In updates. */
  readonly saveEvery: number;
  readonly keep: number | null;
  readonly multi: boolean;
  /** Whether numbered checkpoints hold everything that is needed to go on. */
  readonly optimizerState?: boolean;
  /** In updates: how often the one checkpoint is replaced that holds everything. */
  readonly resumeEvery?: number;
  readonly lora?: boolean;
  readonly ema?: boolean;
  /** Length in epochs instead of updates, saved at the end of the last one. */
  readonly epochs?: number;
  /** A checkpoint of a run of the same stage to go on from, counters included. */
  readonly resumeFrom?: string;
  /** Two to this power is the first loss scale. */
  readonly scalePower?: number;
  /** What stage.json says, when it is to differ. */
  readonly plannedWorldSize?: number;
}

const PEAK = 0.0001;
const MICRO_BATCH = 2;
const NEVER = 1_000_000_000;

/** Writes launch files of the contract in templates/overlay/README.md by hand; returns the path of launch.sh. */
export async function writeLaunch(experiment: string, checkout: string, stage: TestStage): Promise<string> {
  const machine = join(experiment, 'launch', 'porcelain', 'local');
  const folder = join(machine, stage.stage);
  await mkdir(folder, { recursive: true });
  const overlay = join(import.meta.dirname, '..', '..', 'templates', 'overlay');
  await cp(overlay, join(machine, 'overlay'), { recursive: true });
  await writeFile(join(folder, 'stage.json'), JSON.stringify(stageJson(stage), null, 2));
  await writeFile(join(folder, 'deepspeed.json'), JSON.stringify(deepspeedJson(stage), null, 2));
  const launch = join(folder, 'launch.sh');
  await writeFile(launch, launchScript(checkout, stage));
  await chmod(launch, 0o755);
  return launch;
}

function stageJson(stage: TestStage): object {
  return {
    formatVersion: 1,
    name: 'porcelain',
    stage: stage.stage,
    trainer: { commit: '368280ec35119ed2741a30cc5b40aafde34f8a8a', script: 'hydit/train_deepspeed.py' },
    world_size: stage.plannedWorldSize ?? stage.worldSize,
    learning_rate: {
      schedule: stage.schedule,
      peak: PEAK,
      warmup_updates: stage.warmup,
      length: stage.epochs === undefined ? { updates: stage.updates } : { epochs: stage.epochs },
    },
    save: {
      every: stage.epochs === undefined ? { updates: stage.saveEvery } : { epochs: stage.epochs },
      keep: stage.keep,
      optimizer_state: stage.optimizerState ?? false,
      resume_every: stage.resumeEvery === undefined ? null : { updates: stage.resumeEvery },
    },
  };
}

function deepspeedJson(stage: TestStage): object {
  return {
    train_micro_batch_size_per_gpu: MICRO_BATCH,
    gradient_accumulation_steps: stage.accumulation,
    steps_per_print: 1000,
    gradient_clipping: 1,
    zero_allow_untested_optimizer: true,
    optimizer: {
      type: 'AdamW',
      params: { lr: PEAK, betas: [0.9, 0.999], eps: 1e-8, weight_decay: 0, torch_adam: true },
    },
    zero_optimization: { stage: stage.zeroStage, reduce_bucket_size: 1000000 },
    fp16: {
      enabled: true,
      loss_scale: 0,
      loss_scale_window: 500,
      min_loss_scale: 1,
      initial_scale_power: stage.scalePower ?? 15,
    },
    bf16: { enabled: false },
  };
}

function launchScript(checkout: string, stage: TestStage): string {
  const weights = stage.resumeFrom ?? 'ckpts/t2i/model/pytorch_model_ema.pt';
  const inEpochs = stage.epochs !== undefined;
  const flags = [
    ['--task-flag', 'dit_porcelain'],
    ['--deepspeed'],
    ['--use-zero-stage', `${stage.zeroStage}`],
    ['--model', 'DiT-g/2'],
    ['--image-size', '256'],
    ['--rope-img', 'base512'],
    ['--rope-real'],
    ['--beta-end', '0.018'],
    ['--predict-type', 'v_prediction'],
    ['--uncond-p', '0'],
    ['--uncond-p-t5', '0'],
    ['--lr', `${PEAK}`],
    ['--warmup-num-steps', '0'],
    ['--batch-size', `${MICRO_BATCH}`],
    ['--grad-accu-steps', `${stage.accumulation}`],
    ['--max-training-steps', `${inEpochs ? NEVER : stage.updates * stage.accumulation}`],
    ['--ckpt-every', `${inEpochs ? NEVER : stage.saveEvery * stage.accumulation}`],
    ['--ckpt-every-n-epoch', inEpochs ? '1' : '0'],
    ['--ckpt-latest-every', `${NEVER}`],
    ['--log-every', `${stage.accumulation}`],
    ['--epochs', `${stage.epochs ?? 8}`],
    ['--num-workers', '1'],
    ['--global-seed', '999'],
    ['--resume', '--resume-module-root', weights],
    ...(stage.resumeFrom === undefined ? [['--reset-loader']] : []),
    ...(stage.multi ? [['--multireso', '--reso-step', '64']] : []),
    ...(stage.lora === true ? [['--training-parts', 'lora', '--rank', '4']] : []),
    ...(stage.ema === true
      ? [['--use-ema', '--ema-dtype', 'fp32', '--ema-decay', '0.9', '--resume-ema-root', weights]]
      : []),
  ];
  const index = `"$root/packed/index/porcelain/${stage.multi ? 'multi' : 'single'}.json"`;
  return `#!/usr/bin/env bash
set -euo pipefail
here="$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../../.." && pwd)"
checkout='${checkout}'
export DITC_STAGE="$here" PYTHONPATH="$checkout\${PYTHONPATH:+:$PYTHONPATH}"
export TOKENIZERS_PARALLELISM=false HF_HUB_OFFLINE=1
cd "$checkout"
exec deepspeed --num_gpus ${stage.worldSize} --master_port ${portOf(stage.stage)} "$here/../overlay/train.py" \\
${flags.map((words) => `  ${words.join(' ')} \\\n`).join('')}  --index-file ${index} \\
  --results-dir "$root/runs/porcelain/${stage.stage}"
`;
}

/** A port of its own for each stage: one that has just been used may still be taken. */
function portOf(stage: string): number {
  return 29_600 + [...stage].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 300, 0);
}
