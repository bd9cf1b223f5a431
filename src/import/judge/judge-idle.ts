import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { given, numberOf, type Reading } from '../reading.ts';
import type { Judged } from './judge.ts';
import { say } from './say.ts';

/** Flags that the trainer reads beside another one only, and whether that one is there (T52, T58, T138; hydit/, commit 368280e). */
const BESIDE: readonly {
  readonly flags: readonly TrainerFlagName[];
  readonly needs: TrainerFlagName;
  readonly isThere?: (reading: Reading) => boolean;
}[] = [
  {
    flags: ['--warmup-min-lr'],
    needs: '--warmup-num-steps',
    isThere: (reading) => numberOf(reading, '--warmup-num-steps') > 0,
  },
  { flags: ['--gc-rate'], needs: '--gradient-checkpointing' },
  { flags: ['--random-shrink-size-cond', '--merge-src-cond'], needs: '--size-cond' },
  {
    flags: ['--ema-warmup-power', '--ema-reset-decay'],
    needs: '--ema-warmup',
    // Without an average all of its flags are told already.
    isThere: (reading) => !given(reading, '--use-ema') || given(reading, '--ema-warmup') !== undefined,
  },
];

/** Flags without the one that makes them count. */
export function judgeIdle({ reading }: Judged): readonly Diagnostic[] {
  if (reading.isRecord) return []; // every flag stands in it
  return BESIDE.flatMap(({ flags, needs, isThere }) => {
    if (isThere ? isThere(reading) : given(reading, needs)) return [];
    return flags
      .filter((name) => given(reading, name))
      .map((name) => {
        const message = `\`${name}\` is given without \`${needs}\``;
        const help = 'It has no effect, and is not imported.';
        return say(reading, name, 'warning', 'no-effect', message, help);
      });
  });
}
