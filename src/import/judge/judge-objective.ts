import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { given, type Reading, valueOf } from '../reading.ts';
import type { Judged } from './judge.ts';
import { say } from './say.ts';

/** What every version was trained with (hydit/train.sh and hydit/train_v1.1.sh, commit 368280e). */
const OF_EVERY_VERSION = {
  '--predict-type': 'v_prediction',
  '--noise-schedule': 'scaled_linear',
  '--beta-start': 0.00085,
} as const;

const NAMES = ['--predict-type', '--noise-schedule', '--beta-start'] as const;

/** What the model learns to predict, from which noise and with which weights (T54, T88). */
export function judgeObjective({ reading }: Judged): readonly Diagnostic[] {
  return [...NAMES.flatMap((name) => judgeFact(reading, name)), ...judgeLoss(reading)];
}

function judgeFact(reading: Reading, name: (typeof NAMES)[number]): readonly Diagnostic[] {
  const value = valueOf(reading, name);
  const expected = OF_EVERY_VERSION[name];
  if (!given(reading, name) || value === expected) return [];
  const message = `\`${name}\` is ${String(value)}, and public weights were trained with ${expected}`;
  const help = 'Nothing fails, and the model learns another task. An experiment has what its version has.';
  return [say(reading, name, 'error', 'other-objective', message, help)];
}

/** hydit/diffusion/gaussian_diffusion.py:542-555 (commit 368280e). */
function judgeLoss(reading: Reading): readonly Diagnostic[] {
  const name: TrainerFlagName = '--mse-loss-weight-type';
  const value = String(valueOf(reading, name));
  if (value === 'constant') return [];
  const limit = /^min_snr_(.*)$/.exec(value)?.[1];
  if (limit === undefined || limit.trim() === '' || !(Number(limit) > 0)) {
    const message = `\`${name}\` is \`${value}\``;
    const help = 'The trainer takes `constant` and `min_snr_5`, say, and ends at the first step.';
    return [say(reading, name, 'error', 'no-such-choice', message, help)];
  }
  const message = `\`${name} ${value}\` weighs samples as if the model predicted noise`;
  const help =
    'The trainer uses min(SNR, k) / SNR, while every release predicts v, for which it is min(SNR, k) / (SNR + 1): samples with much noise would count most.';
  return [say(reading, name, 'warning', 'weights-of-noise', message, help)];
}
