import { posix } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { given, placeOf, type Reading, textsOf, valueOf } from '../reading.ts';
import { accumulationOf, averagesNothing } from '../training-entries.ts';
import { finding } from '../word.ts';
import type { Judged } from './judge.ts';
import { say } from './say.ts';

/** Above it an average in fp16 no longer moves. */
const HIGHEST_OF_FP16 = 0.995;

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
  return [
    ...judgeDecay({ reading, launch }),
    ...judgeStage(reading, at),
    ...judgePrecision(reading),
    ...judgeWarmUp(reading),
    ...judgeLineage(reading),
  ];
}

/** hydit/modules/ema.py:72-78 (commit 368280e); simulated with numpy (T46). */
function judgePrecision(reading: Reading): readonly Diagnostic[] {
  const decay = decayOf(reading);
  if (valueOf(reading, '--ema-dtype') === 'fp32' || !(decay > HIGHEST_OF_FP16)) return [];
  const message = `a decay of ${decay} is too close to 1 for an average in fp16`;
  const help = `fp16 rounds most of its small steps to nothing: the average stays where it began. Write \`--ema-dtype fp32\`, or a decay of ${HIGHEST_OF_FP16} at most.`;
  return [say(reading, '--ema-decay', 'warning', 'average-stands-still', message, help)];
}

/** Its first two steps have a decay of 0 (hydit/modules/ema.py:80-87, commit 368280e; T47). */
function judgeWarmUp(reading: Reading): readonly Diagnostic[] {
  if (!given(reading, '--ema-warmup') || !given(reading, '--resume-ema-root')) return [];
  const message = '`--ema-warmup` throws the average of `--resume-ema-root` away';
  const help =
    'Its first steps have a decay of 0, which puts the current weights in place of the average. An experiment has no such warm-up.';
  return [say(reading, '--ema-warmup', 'error', 'average-thrown-away', message, help)];
}

/** Distilled weights are another model than those of `module` and `ema` (hydit/train.sh:2-3, commit 368280e; T51). */
function judgeLineage(reading: Reading): readonly Diagnostic[] {
  const isDistilled = (name: TrainerFlagName): boolean =>
    textsOf(reading, name).some((path) => /distill/i.test(posix.basename(path)));
  if (!given(reading, '--resume-ema-root') || !given(reading, '--resume')) return [];
  if (isDistilled('--resume-module-root') === isDistilled('--resume-ema-root')) return [];
  const message = 'of weights and average one is distilled and the other is not';
  const help =
    'The average begins as that of another model. In the experiment both start from `model.weights`.';
  return [say(reading, '--resume-ema-root', 'warning', 'average-of-another-model', message, help)];
}

/** Upstream's own defaults (hydit/modules/ema.py, commit 368280e). */
const decayOf = (reading: Reading): number =>
  Number(valueOf(reading, '--ema-decay') ?? (valueOf(reading, '--ema-dtype') === 'fp32' ? 0.9999 : 0.992));

function judgeDecay({ reading, launch }: Judged): readonly Diagnostic[] {
  const accumulation = accumulationOf(reading);
  if (accumulation === 1 || launch?.isOverlay) return [];
  const decay = decayOf(reading);
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

function judgeStage(reading: Reading, at: Diagnostic['span']): readonly Diagnostic[] {
  if (valueOf(reading, '--use-zero-stage') !== 3) return [];
  const help = 'Each GPU has a part of every weight only. Take stage 2, or no average.';
  return [finding(at, 'error', 'average-of-parts', '`--use-ema` cannot work with stage 3 of ZeRO', help)];
}
