import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { given, placeOf, type Reading, valueOf } from '../reading.ts';
import { finding } from '../word.ts';

/** What the trainer of IP-Adapters needs beside its data: that there is an adapter, and that only it is trained. */
export function judgeImagePrompt(reading: Reading): readonly Diagnostic[] {
  return [
    ...(given(reading, '--is-ipa')
      ? []
      : [
          say(
            '--is-ipa',
            'error',
            'no-adapter',
            'there is no `--is-ipa True`',
            'The trainer ends: the model has no adapter.',
          ),
        ]),
    ...judgeParts(),
    ...judgeStrictness(),
    ...judgeAdapterFile(),
    ...judgeStyle(),
  ];

  /** hydit/utils/tools.py:22-61 (commit 368280e). */
  function judgeParts(): readonly Diagnostic[] {
    const parts = valueOf(reading, '--training-parts');
    if (parts === 'ipadapter') return [];
    const [slug, message, help] =
      parts === 'lora'
        ? ([
            'no-such-part',
            'the trainer of IP-Adapters knows no LoRA',
            'It ends with a ValueError.',
          ] as const)
        : ([
            'trains-everything',
            'without `--training-parts ipadapter` the whole model is trained with the adapter',
            'Every weight changes. The experiment has `method: ipadapter`, which trains the adapter only.',
          ] as const);
    return [say('--training-parts', 'error', slug, message, help)];
  }

  /** Weights of a model have no adapter in them (hydit/utils/tools.py:172-184, commit 368280e). */
  function judgeStrictness(): readonly Diagnostic[] {
    if (!given(reading, '--resume') || given(reading, '--no-strict')) return [];
    const help = 'The weights have no adapter in them, and the trainer ends when it loads them.';
    return [say('--resume', 'error', 'strict-weights', 'there is no `--no-strict`', help)];
  }

  /** hydit/utils/tools.py:209-220 (commit 368280e). */
  function judgeAdapterFile(): readonly Diagnostic[] {
    const goesOn = given(reading, '--resume-ipa') !== undefined;
    const isNamed = given(reading, '--resume-ipa-root') !== undefined;
    if (goesOn === isNamed) return [];
    if (goesOn) {
      const help = 'The trainer ends with a TypeError. Name the file of the adapter.';
      const message = '`--resume-ipa` is given without `--resume-ipa-root`';
      return [say('--resume-ipa', 'error', 'weights-missing', message, help)];
    }
    const help = 'The adapter starts anew, and so does the experiment’s.';
    const message = '`--resume-ipa-root` is given without `--resume-ipa True`';
    return [say('--resume-ipa-root', 'warning', 'no-effect', message, help)];
  }

  /** The number of the style is halved with the pictures (hydit/train_deepspeed_ipadapter.py:215-218, commit 368280e; T135). */
  function judgeStyle(): readonly Diagnostic[] {
    if (!given(reading, '--extra-fp16') || !given(reading, '--use-style-cond')) return [];
    const message = '`--extra-fp16` halves the number of the style';
    const help = 'A number in fp16 looks up no row of a table, and the trainer ends at the first step.';
    return [say('--extra-fp16', 'error', 'style-precision', message, help)];
  }

  function say(
    name: TrainerFlagName,
    severity: Severity,
    slug: string,
    message: string,
    help: string,
  ): Diagnostic {
    return finding(placeOf(reading, name), severity, slug, message, help);
  }
}
