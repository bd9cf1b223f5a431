import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { given, isNever, numberOf, placeOf, type Reading, valueOf } from '../reading.ts';
import { finding } from '../word.ts';

/** What the trainer of ControlNets cannot take, and what it does not do (hydit/train_deepspeed_controlnet.py, commit 368280e). */
export function judgeControlNet(reading: Reading): readonly Diagnostic[] {
  return [
    ...judgeBatch(reading),
    ...judgePrecision(reading),
    ...judgeParts(reading),
    ...(reading.isOverlay ? [] : judgeFirstCheckpoint(reading)),
  ];
}

/** It makes the condition of one picture (line 219; T127). */
function judgeBatch(reading: Reading): readonly Diagnostic[] {
  const batch = numberOf(reading, '--batch-size');
  if (!(batch > 1)) return [];
  const message = `\`--batch-size\` is ${batch}, and a ControlNet takes 1`;
  const help = 'The trainer ends at the first step.';
  return [finding(placeOf(reading, '--batch-size'), 'error', 'control-batch', message, help)];
}

/** It encodes the condition with the VAE (line 248; T128). */
function judgePrecision(reading: Reading): readonly Diagnostic[] {
  if (!given(reading, '--extra-fp16')) return [];
  const message = '`--extra-fp16` halves the VAE, and the condition stays in fp32';
  const help = 'The trainer ends at the first step.';
  return [finding(placeOf(reading, '--extra-fp16'), 'error', 'control-precision', message, help)];
}

/** It loads its weights into the model once more, which has other names with a LoRA (hydit/modules/controlnet.py, from_dit). */
function judgeParts(reading: Reading): readonly Diagnostic[] {
  if (valueOf(reading, '--training-parts') !== 'lora') return [];
  const message = 'the trainer of ControlNets knows no LoRA';
  const help = 'It ends when it copies the weights of the model. Leave `--training-parts` out.';
  return [finding(placeOf(reading, '--training-parts'), 'error', 'no-such-part', message, help)];
}

/** It has no checkpoint at the end (lines 705-730; T68). */
function judgeFirstCheckpoint(reading: Reading): readonly Diagnostic[] {
  const every = numberOf(reading, '--ckpt-every');
  const first = Math.min(every, numberOf(reading, '--ckpt-latest-every'));
  if (first < 1000 || isNever(first)) return [];
  const at: TrainerFlagName = every === first ? '--ckpt-every' : '--ckpt-latest-every';
  const message = `nothing is saved before ${first} micro steps`;
  const help = 'The trainer of ControlNets has no checkpoint at the end.';
  return [finding(placeOf(reading, at), 'warning', 'late-checkpoint', message, help)];
}
