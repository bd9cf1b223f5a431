import type { TrainerFlagName } from '../../../generated/trainer-flags.ts';
import type { Account, Trainer } from './account.ts';

const AVERAGE: Account = { kind: 'dead', why: 'this trainer switches averaging off' };
const LOW_RANK: Account = { kind: 'dead', why: 'read with `--training-parts lora` only' };
const NO_IMAGES: Account = { kind: 'refused', why: 'there is no adapter of images' };
const NO_CONTROL: Account = { kind: 'dead', why: 'only a ControlNet has a condition' };

/**
 * Where the trainers of adapters read a flag in another way than hydit/train_deepspeed.py: hydit/train_deepspeed_controlnet.py and
 * hydit/train_deepspeed_ipadapter.py of HunyuanDiT, commit 368280e.
 */
export const otherTrainers: Readonly<
  Record<Exclude<Trainer, 'text-to-image'>, ReadonlyMap<TrainerFlagName, Account>>
> = {
  controlnet: new Map<TrainerFlagName, Account>([
    ['--extra-fp16', { kind: 'refused', why: 'the condition stays fp32 before a VAE in fp16' }],
    ['--gc-rate', { kind: 'dead', why: 'all blocks of a ControlNet are recomputed, or none' }],
    ['--ckpt-every-n-epoch', { kind: 'dead', why: 'never read' }],
    ['--save-optimizer-state', { kind: 'dead', why: 'never read' }],
    ['--use-ema', AVERAGE],
    ['--ema-dtype', AVERAGE],
    ['--ema-decay', AVERAGE],
    ['--resume-ema-root', AVERAGE],
    ['--rank', LOW_RANK],
    ['--target-modules', LOW_RANK],
    ['--is-ipa', NO_IMAGES],
    ['--resume-ipa', NO_IMAGES],
    ['--resume-ipa-root', NO_IMAGES],
    ['--no-strict', { kind: 'refused', why: 'the weights have all that the model has' }],
  ]),
  'ip-adapter': new Map<TrainerFlagName, Account>([
    ['--rank', LOW_RANK],
    ['--target-modules', LOW_RANK],
    ['--control-type', NO_CONTROL],
  ]),
};
