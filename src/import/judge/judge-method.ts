import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { given, placeOf, type Reading, valueOf } from '../reading.ts';
import { mayBeOfEdges, type Trainer } from '../trainer.ts';
import { finding } from '../word.ts';
import type { Judged } from './judge.ts';
import { judgeControlNet } from './judge-controlnet.ts';
import { judgeImagePrompt } from './judge-image-prompt.ts';

/** Flags that a trainer never reads, where another one of hydit/ does (commit 368280e; T69). */
const IGNORED: Readonly<Record<Trainer, readonly TrainerFlagName[]>> = {
  'text-to-image': ['--control-type'],
  controlnet: ['--save-optimizer-state', '--ckpt-every-n-epoch', '--gc-rate'],
  'ip-adapter': ['--control-type'],
  other: [],
};

/** Flags that are read with `--training-parts lora` only. */
const OF_LORA: readonly TrainerFlagName[] = ['--rank', '--target-modules'];

const TRAINED: Readonly<Record<Trainer, string>> = {
  'text-to-image': 'a whole model or a LoRA',
  controlnet: 'a ControlNet',
  'ip-adapter': 'an IP-Adapter',
  other: 'what a fork trains',
};

/** What the trainer of a method makes of its flags. */
export function judgeMethod({ reading }: Judged): readonly Diagnostic[] {
  return [
    ...judgeRecord(reading),
    ...ignoredFlags(reading),
    ...flagsWithoutLora(reading),
    ...judgeByTrainer(reading),
  ];
}

function judgeByTrainer(reading: Reading): readonly Diagnostic[] {
  if (reading.trainer === 'ip-adapter') return judgeImagePrompt(reading);
  const stray =
    reading.trainer === 'other' ? [] : [...judgeStrayAdapter(reading), ...judgeStrictness(reading)];
  return [...stray, ...(reading.trainer === 'controlnet' ? judgeControlNet(reading) : judgeParts(reading))];
}

/** Says what was taken for the trainer where args.json leaves it open. */
function judgeRecord(reading: Reading): readonly Diagnostic[] {
  if (!mayBeOfEdges(reading)) return [];
  const [taken, other] =
    reading.trainer === 'controlnet'
      ? [
          'a ControlNet of edges, for the name of the run',
          'a whole model was trained, write `method: {kind: full}`',
        ]
      : ['a whole model', 'it was a ControlNet of edges, write `method: {kind: controlnet, control: canny}`'];
  const message = 'a record of a whole model and one of a ControlNet of edges look the same';
  const help = `\`control_type\` is \`canny\` in every record. This one is taken for ${taken}: if ${other}.`;
  return [finding(placeOf(reading, '--control-type'), 'info', 'method-not-told', message, help)];
}

function ignoredFlags(reading: Reading): readonly Diagnostic[] {
  return IGNORED[reading.trainer]
    .filter((name) => given(reading, name))
    .map((name) =>
      finding(
        placeOf(reading, name),
        'warning',
        'no-effect',
        `\`${name}\` has no effect on ${TRAINED[reading.trainer]}`,
        'Its trainer does not read it.',
      ),
    );
}

function flagsWithoutLora(reading: Reading): readonly Diagnostic[] {
  if (valueOf(reading, '--training-parts') === 'lora') return [];
  return OF_LORA.filter((name) => given(reading, name)).map((name) => {
    const message = `\`${name}\` is given without \`--training-parts lora\``;
    return finding(
      placeOf(reading, name),
      'warning',
      'no-effect',
      message,
      'It has no effect, and is not imported.',
    );
  });
}

/** With `--is-ipa` a row of the data has a picture more than these trainers take (hydit/data_loader/arrow_load_stream.py:303-337, commit 368280e). */
function judgeStrayAdapter(reading: Reading): readonly Diagnostic[] {
  if (!given(reading, '--is-ipa')) return [];
  const message = '`--is-ipa` is for the trainer of IP-Adapters';
  const help = 'This trainer ends at the first batch: the data give it a picture more than it takes.';
  return [finding(placeOf(reading, '--is-ipa'), 'error', 'adapter-of-images', message, help)];
}

/** hydit/utils/tools.py:182-184 (commit 368280e; T55). */
function judgeStrictness(reading: Reading): readonly Diagnostic[] {
  if (!given(reading, '--no-strict')) return [];
  const message = '`--no-strict` passes over weights that are missing or too many';
  const help =
    'What the file does not have starts at random without a word. Only the trainer of IP-Adapters needs it; an experiment loads strictly.';
  return [finding(placeOf(reading, '--no-strict'), 'warning', 'missing-weights-pass', message, help)];
}

function judgeParts(reading: Reading): readonly Diagnostic[] {
  if (valueOf(reading, '--training-parts') !== 'ipadapter') return [];
  const help =
    'This trainer knows `lora` and trains everything otherwise. The experiment has `method: full`.';
  const message = '`--training-parts ipadapter` trains the whole model';
  return [finding(placeOf(reading, '--training-parts'), 'error', 'trains-everything', message, help)];
}
