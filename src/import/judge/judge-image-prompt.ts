import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { given, type Reading, valueOf } from '../reading.ts';
import { say } from './say.ts';

/** What the trainer of IP-Adapters needs beside its data: that there is an adapter, and that only it is trained. */
export function judgeImagePrompt(reading: Reading): readonly Diagnostic[] {
  return [
    ...judgeAdapter(reading),
    ...judgeParts(reading),
    ...judgeStrictness(reading),
    ...judgeAdapterFile(reading),
    ...judgeStyle(reading),
  ];
}

function judgeAdapter(reading: Reading): readonly Diagnostic[] {
  if (given(reading, '--is-ipa')) return [];
  const help = 'The trainer ends: the model has no adapter.';
  return [say(reading, '--is-ipa', 'error', 'no-adapter', 'there is no `--is-ipa True`', help)];
}

/** hydit/utils/tools.py:22-61 (commit 368280e). */
function judgeParts(reading: Reading): readonly Diagnostic[] {
  const parts = valueOf(reading, '--training-parts');
  if (parts === 'ipadapter') return [];
  if (parts === 'lora') {
    const message = 'the trainer of IP-Adapters knows no LoRA';
    const help = 'It ends with a ValueError.';
    return [say(reading, '--training-parts', 'error', 'no-such-part', message, help)];
  }
  const message = 'without `--training-parts ipadapter` the whole model is trained with the adapter';
  const help = 'Every weight changes. The experiment has `method: ipadapter`, which trains the adapter only.';
  return [say(reading, '--training-parts', 'error', 'trains-everything', message, help)];
}

/** Weights of a model have no adapter in them (hydit/utils/tools.py:172-184, commit 368280e). */
function judgeStrictness(reading: Reading): readonly Diagnostic[] {
  if (!given(reading, '--resume') || given(reading, '--no-strict')) return [];
  const help = 'The weights have no adapter in them, and the trainer ends when it loads them.';
  return [say(reading, '--resume', 'error', 'strict-weights', 'there is no `--no-strict`', help)];
}

/** hydit/utils/tools.py:209-220 (commit 368280e). */
function judgeAdapterFile(reading: Reading): readonly Diagnostic[] {
  const goesOn = given(reading, '--resume-ipa') !== undefined;
  const isNamed = given(reading, '--resume-ipa-root') !== undefined;
  if (goesOn === isNamed) return [];
  if (goesOn) {
    const help = 'The trainer ends with a TypeError. Name the file of the adapter.';
    const message = '`--resume-ipa` is given without `--resume-ipa-root`';
    return [say(reading, '--resume-ipa', 'error', 'weights-missing', message, help)];
  }
  const help = 'The adapter starts anew, and so does the experiment’s.';
  const message = '`--resume-ipa-root` is given without `--resume-ipa True`';
  return [say(reading, '--resume-ipa-root', 'warning', 'no-effect', message, help)];
}

/** The number of the style is halved with the pictures (hydit/train_deepspeed_ipadapter.py:215-218, commit 368280e; T135). */
function judgeStyle(reading: Reading): readonly Diagnostic[] {
  if (!given(reading, '--extra-fp16') || !given(reading, '--use-style-cond')) return [];
  const message = '`--extra-fp16` halves the number of the style';
  const help = 'A number in fp16 looks up no row of a table, and the trainer ends at the first step.';
  return [say(reading, '--extra-fp16', 'error', 'style-precision', message, help)];
}
