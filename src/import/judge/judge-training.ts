import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { given, isNever, numberOf, placeOf, valueOf } from '../reading.ts';
import { accumulationOf } from '../training-entries.ts';
import { finding } from '../word.ts';
import { judgeIdle } from './judge-idle.ts';
import type { Judged } from './judge.ts';
import { judgeAverage } from './judge-average.ts';
import { judgeModel } from './judge-model.ts';
import { judgeObjective } from './judge-objective.ts';

/** DeepSpeed, precision, steps and checkpoints. */
export function judgeTraining(judged: Judged): readonly Diagnostic[] {
  return [
    ...judgeDeepSpeed(judged),
    ...judgePrecision(judged),
    ...judgeModel(judged),
    ...judgeAverage(judged),
    ...judgeSteps(judged),
    ...judgeIdle(judged),
    ...judgeObjective(judged),
  ];
}

function judgeDeepSpeed({ reading, launch }: Judged): readonly Diagnostic[] {
  const say = sayer(reading);
  const zero = valueOf(reading, '--use-zero-stage');
  const isGiven = reading.isRecord || given(reading, '--use-zero-stage') !== undefined;
  const lost = launch?.call.lost.find(({ text }) => text === '--deepspeed');
  const fails = !launch?.isOverlay && zero !== 2;
  return [
    ...(given(reading, '--deepspeed')
      ? []
      : [
          say(
            '--deepspeed',
            'error',
            'no-deepspeed',
            lost ? 'what runs has no `--deepspeed`: it stands behind the cut' : 'there is no `--deepspeed`',
            'The trainer makes no optimizer, and ends at the first step.',
          ),
        ]),
    ...(fails
      ? [
          say(
            '--use-zero-stage',
            'error',
            'zero-stage',
            isGiven
              ? `\`--use-zero-stage ${String(zero)}\` fails`
              : 'there is no `--use-zero-stage`, and its default 1 fails',
            'Upstream’s configuration of DeepSpeed has stage 2 only that works. `ditc` writes a configuration of its own for every stage.',
          ),
        ]
      : []),
    ...(given(reading, '--zero-stage')
      ? [
          say(
            '--zero-stage',
            'error',
            'not-the-stage',
            '`--zero-stage` is not the stage of ZeRO',
            'The stage is `--use-zero-stage`; this one changes how the model is built, and 3 fails.',
          ),
        ]
      : []),
    ...(given(reading, '--deepspeed_config') || given(reading, '--deepscale_config')
      ? [
          say(
            '--deepspeed_config',
            'error',
            'two-configurations',
            '`--deepspeed_config` hands DeepSpeed a second configuration',
            'The trainer makes one itself, and DeepSpeed refuses two.',
          ),
        ]
      : []),
  ];
}

function judgePrecision({ reading, launch }: Judged): readonly Diagnostic[] {
  const say = sayer(reading);
  const lost = launch?.call.lost.find(({ text }) => text === '--no-fp16');
  const message = '`--no-fp16` fails: mT5 stays in fp16, and the model is in fp32';
  const help = 'Training is in fp16. Leave it out.';
  const noFlash = reading.isRecord ? undefined : reading.settings.get('use_flash_attn');
  return [
    ...(given(reading, '--no-fp16') ? [say('--no-fp16', 'error', 'no-fp16', message, help)] : []),
    ...(lost ? [finding(lost.span, 'error', 'no-fp16', message, help)] : []),
    ...(noFlash?.name.text === '--no-flash-attn' && valueOf(reading, '--infer-mode') === 'fa'
      ? [
          say(
            '--no-flash-attn',
            'warning',
            'no-effect',
            '`--no-flash-attn` has no effect',
            'The trainer takes flash attention unless `--infer-mode torch` is given.',
          ),
        ]
      : []),
  ];
}

const INTERVALS: readonly TrainerFlagName[] = ['--max-training-steps', '--ckpt-every', '--ckpt-latest-every'];

/** What the trainer divides its steps by (hydit/train_deepspeed.py:611-643, commit 368280e; T63). */
const DIVISORS: readonly TrainerFlagName[] = ['--log-every', '--ckpt-every', '--ckpt-latest-every'];

/** Upstream counts micro steps (T59); small intervals fill the disk (T66). */
function judgeSteps({ reading, launch }: Judged): readonly Diagnostic[] {
  if (launch?.isOverlay) return [];
  const say = sayer(reading);
  const accumulation = accumulationOf(reading);
  const warmup = numberOf(reading, '--warmup-num-steps');
  const every = numberOf(reading, '--ckpt-every');
  const counted = INTERVALS.filter(
    (name) => accumulation > 1 && given(reading, name) !== undefined && !isNever(numberOf(reading, name)),
  );
  return [
    ...DIVISORS.filter((name) => given(reading, name) && numberOf(reading, name) === 0).map((name) => {
      const help = 'The trainer divides by it, and ends at the first step. A large number means never.';
      return say(name, 'error', 'interval-of-zero', `\`${name}\` is 0`, help);
    }),
    ...counted.map((name) => {
      const count = numberOf(reading, name);
      const help = `With ${accumulation} micro steps an optimizer step it is ${Math.floor(count / accumulation)} optimizer steps, which the experiment says.`;
      return say(name, 'warning', 'micro-steps', `\`${name} ${count}\` counts micro steps`, help);
    }),
    ...(warmup > 0
      ? [
          say(
            '--warmup-num-steps',
            'warning',
            'warm-up',
            `the warm-up of ${warmup} steps rises as a logarithm, and its first step has the full rate`,
            'The warm-up of an experiment is linear from 0.',
          ),
        ]
      : []),
    ...(given(reading, '--ckpt-every') && every > 0 && every < 50
      ? [
          say(
            '--ckpt-every',
            'warning',
            'many-checkpoints',
            `a checkpoint is written every ${every} steps`,
            reading.trainer === 'ip-adapter'
              ? 'The trainer writes the file of an adapter again for each of its 164 tensors.'
              : 'Each has all weights, and the states of the optimizer, which the trainer never deletes.',
          ),
        ]
      : []),
  ];
}

/** Says something about a flag, at its place. */
function sayer(reading: Judged['reading']) {
  return (
    name: TrainerFlagName,
    severity: Severity,
    slug: string,
    message: string,
    help: string,
  ): Diagnostic => finding(placeOf(reading, name), severity, slug, message, help);
}
