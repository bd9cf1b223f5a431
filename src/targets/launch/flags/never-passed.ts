import type { TrainerFlagName } from '../../../generated/trainer-flags.ts';
import type { Account } from './account.ts';

const inference = (...names: readonly TrainerFlagName[]) => same(names, { kind: 'inference' });
const dead = (why: string, ...names: readonly TrainerFlagName[]) => same(names, { kind: 'dead', why });
const fixed = (why: string, ...names: readonly TrainerFlagName[]) => same(names, { kind: 'fixed', why });
const refused = (why: string, ...names: readonly TrainerFlagName[]) => same(names, { kind: 'refused', why });

function same(names: readonly TrainerFlagName[], account: Account): (readonly [TrainerFlagName, Account])[] {
  return names.map((name) => [name, account] as const);
}

/**
 * Every flag of the parser that is not in the table of flags, and why (HunyuanDiT 368280e: hydit/config.py, hydit/train_deepspeed.py,
 * hydit/utils/tools.py, hydit/ds_config.py, hydit/modules/models.py, hydit/modules/ema.py).
 */
export const neverPassed: ReadonlyMap<TrainerFlagName, Account> = new Map([
  ...inference('--seed', '--lora-ckpt', '--output-merge-path', '--control-weight', '--condition-image-path'),
  ...inference('--ref-image-path', '--i-scale', '--prompt', '--model-root', '--dit-weight'),
  ...inference('--controlnet-weight', '--load-key', '--cfg-scale', '--negative', '--onnx-workdir'),
  ...inference('--sampler', '--infer-steps', '--enhance', '--no-enhance', '--load-4bit', '--lang'),
  ...inference('--server_name', '--server_port', '--gradio_share', '--model_path', '--output_img_path'),
  ...fixed('on by default', '--use-fp16', '--qk-norm', '--learn-sigma'),
  ...fixed('its default is how the released weights were made', '--norm'),
  ...fixed('its default is a shape of the released weights', '--text-states-dim', '--text-len'),
  ...fixed('its default is a shape of the released weights', '--text-states-dim-t5', '--text-len-t5'),
  ...fixed('its default of 40 micro steps is kept', '--gc-interval'),
  ...fixed('the launcher says it', '--local_rank'),
  ...dead('the diffusion is made without it', '--sigma-small'),
  ...dead('no trainer hands it to the data', '--uncond-p-img'),
  ...dead('never read', '--deepspeed-optimizer'),
  ...dead('`--infer-mode` decides', '--no-flash-attn'),
  ...dead(
    'files are looked for below a name that no file has; `save.optimizer_state` is kept by the overlay',
    '--save-optimizer-state',
  ),
  ...refused('the encoder of mT5 stays fp16, and the model does not take what it gives', '--no-fp16'),
  ...refused('halves the output of the model, and no released weights fit', '--no-learn-sigma'),
  ...refused('the arguments can no longer be written as JSON, and the trainer ends', '--model-var-type'),
  ...refused(
    'tells the model a size that the image does not have',
    '--random-shrink-size-cond',
    '--merge-src-cond',
  ),
  ...refused('the average follows `ema.decay` from the first step', '--ema-warmup', '--ema-warmup-power'),
  ...refused('the average follows `ema.decay` from the first step', '--ema-reset-decay'),
  ...refused('`--infer-mode` says it, from `machine.memory.attention`', '--use-flash-attn'),
  ...refused('the overlay owns the rate: `optimizer.warmup`', '--warmup-num-steps', '--warmup-min-lr'),
  ...refused('`deepspeed.json` says it, from `machine.memory.offload`', '--cpu-offloading'),
  ...refused('the trainer hands a configuration over too, and DeepSpeed takes one', '--deepspeed_config'),
  ...refused('an older name of DeepSpeed’s', '--deepscale', '--deepscale_config'),
  ...refused(
    'not the stage, which is `machine.memory.zero`: 3 makes a model that no weights load into',
    '--zero-stage',
  ),
  ...refused('read with `--zero-stage 3` only', '--remote-device'),
]);
