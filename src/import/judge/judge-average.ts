import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { given, placeOf, valueOf } from '../reading.ts';
import { accumulationOf, averagesNothing } from '../training-entries.ts';
import { finding } from '../word.ts';
import type { Judged } from './judge.ts';

const OPTIONS: readonly TrainerFlagName[] = [
  '--ema-dtype',
  '--ema-decay',
  '--ema-warmup',
  '--ema-warmup-power',
  '--ema-reset-decay',
  '--resume-ema-root',
];

/** Whether there is an average of the weights, and which. */
export function judgeAverage({ reading, launch }: Judged): readonly Diagnostic[] {
  if (!given(reading, '--use-ema'))
    return reading.isRecord
      ? []
      : OPTIONS.filter((name) => given(reading, name)).map((name) =>
          finding(
            placeOf(reading, name),
            'warning',
            'no-average',
            `\`${name}\` is given without \`--use-ema\``,
            'Nothing is averaged. The experiment has `ema: none`.',
          ),
        );
  const at = placeOf(reading, '--use-ema');
  if (averagesNothing(reading))
    return [
      finding(
        at,
        'error',
        'average-off',
        'the trainer averages nothing for a LoRA or a ControlNet',
        'It switches `--use-ema` off without a word. The experiment has `ema: none`.',
      ),
    ];
  return [...judgeDecay({ reading, launch }), ...judgeStage(reading, at)];
}

function judgeDecay({ reading, launch }: Judged): readonly Diagnostic[] {
  const accumulation = accumulationOf(reading);
  if (accumulation === 1 || launch?.isOverlay) return [];
  const fallback = valueOf(reading, '--ema-dtype') === 'fp32' ? 0.9999 : 0.992;
  const decay = Number(valueOf(reading, '--ema-decay') ?? fallback);
  const real = Number((decay ** accumulation).toPrecision(4));
  return [
    finding(
      placeOf(reading, '--use-ema'),
      'error',
      'average-every-micro-step',
      `a decay of ${decay} is applied ${accumulation} times an optimizer step, which makes it ${real}`,
      `The trainer averages after every micro step. In the experiment ${decay} counts once an optimizer step; write ${real} for what upstream did.`,
    ),
  ];
}

function judgeStage(reading: Judged['reading'], at: Diagnostic['span']): readonly Diagnostic[] {
  if (valueOf(reading, '--use-zero-stage') !== 3) return [];
  const help = 'Each GPU has a part of every weight only. Take stage 2, or no average.';
  return [finding(at, 'error', 'average-of-parts', '`--use-ema` cannot work with stage 3 of ZeRO', help)];
}
