import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import type { Launch } from '../launch.ts';
import { given, isNever, numberOf, placeOf, type Reading, valueOf } from '../reading.ts';
import { finding, shown } from '../word.ts';

/** Flags that hydit/train_deepspeed_controlnet.py never reads (commit 368280e; T69). */
const IGNORED: readonly TrainerFlagName[] = ['--save-optimizer-state', '--ckpt-every-n-epoch', '--gc-rate'];

/** Which trainer is started. An experiment is about that of hydit/train_deepspeed.py. */
export function judgeTrainer(reading: Reading, launch: Launch): readonly Diagnostic[] {
  const { trainer, script } = launch;
  if (trainer === 'text-to-image') return judgeParts(reading);
  const other = finding(
    script.span,
    'error',
    'other-trainer',
    trainer === 'other'
      ? `${shown(script.text)} is none of upstream’s trainers`
      : `${shown(script.text)} trains ${trainer === 'controlnet' ? 'a ControlNet' : 'an IP-Adapter'}`,
    'An experiment of `ditc` is about hydit/train_deepspeed.py: whole models and LoRA. Nothing is imported.',
  );
  if (trainer === 'controlnet') return [other, ...judgeControlNet(reading)];
  if (trainer === 'ip-adapter' && valueOf(reading, '--is-ipa') !== true)
    return [
      other,
      finding(
        reading.place,
        'error',
        'no-adapter',
        'there is no `--is-ipa True`',
        'The trainer ends: the model has no adapter.',
      ),
    ];
  return [other];
}

function judgeParts(reading: Reading): readonly Diagnostic[] {
  if (valueOf(reading, '--training-parts') !== 'ipadapter') return [];
  const help =
    'This trainer knows `lora` and trains everything otherwise. The experiment has `method: full`.';
  const message = '`--training-parts ipadapter` trains the whole model';
  return [finding(placeOf(reading, '--training-parts'), 'error', 'trains-everything', message, help)];
}

function judgeControlNet(reading: Reading): readonly Diagnostic[] {
  const batch = numberOf(reading, '--batch-size');
  const first = Math.min(numberOf(reading, '--ckpt-every'), numberOf(reading, '--ckpt-latest-every'));
  const at: TrainerFlagName =
    numberOf(reading, '--ckpt-every') === first ? '--ckpt-every' : '--ckpt-latest-every';
  return [
    ...(batch > 1
      ? [
          finding(
            placeOf(reading, '--batch-size'),
            'error',
            'control-batch',
            `\`--batch-size\` is ${batch}, and a ControlNet takes 1`,
            'The trainer ends at the first step.',
          ),
        ]
      : []),
    ...(given(reading, '--extra-fp16')
      ? [
          finding(
            placeOf(reading, '--extra-fp16'),
            'error',
            'control-precision',
            '`--extra-fp16` halves the VAE, and the condition stays in fp32',
            'The trainer ends at the first step.',
          ),
        ]
      : []),
    ...IGNORED.filter((name) => given(reading, name)).map((name) =>
      finding(
        placeOf(reading, name),
        'warning',
        'no-effect',
        `\`${name}\` has no effect on a ControlNet`,
        'Its trainer does not read it.',
      ),
    ),
    ...(first >= 1000 && !isNever(first)
      ? [
          finding(
            placeOf(reading, at),
            'warning',
            'late-checkpoint',
            `nothing is saved before ${first} micro steps`,
            'The trainer of ControlNets has no checkpoint at the end.',
          ),
        ]
      : []),
  ];
}
