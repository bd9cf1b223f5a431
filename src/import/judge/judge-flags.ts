import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type TrainerFlagName, trainerFlags } from '../../generated/trainer-flags.ts';
import { type Foreign, given, type Reading } from '../reading.ts';
import { finding, shown } from '../word.ts';
import type { Judged } from './judge.ts';
import { say } from './say.ts';

/** Options of the deepspeed launcher that people hand to upstream's scripts (README.md:464, hydit/run_g.sh:8, commit 368280e; T5). */
const LAUNCHER_FLAGS = new Set([
  '--hostfile',
  '--master_addr',
  '--master_port',
  '--include',
  '--exclude',
  '--num_gpus',
  '--num_nodes',
  '--launcher',
]);

/** Flags that older commits had, or only the documents have (T9). */
const REMOVED: Readonly<Record<string, string>> = {
  '--resume-split': 'Weights are one file now, `--resume-module-root`.',
  '--ema-to-module': 'Name the file of the average as `--resume-module-root`.',
  '--lowbit-opt': 'There is no such optimizer in the trainer.',
};

/** Flags that the trainer parses and never reads, and what people take them for (T144). */
export const DEAD: readonly TrainerFlagName[] = [
  '--uncond-p-img',
  '--seed',
  '--sigma-small',
  '--deepspeed-optimizer',
  '--lora-ckpt',
  '--i-scale',
  '--load-key',
  '--model-root',
];

const BOOLS: readonly TrainerFlagName[] = ['--is-ipa', '--resume-ipa', '--gradio_share'];

/** Flags that are not known, do nothing, or do not what they seem to. */
export function judgeFlags({ reading }: Judged): readonly Diagnostic[] {
  const dead = DEAD.flatMap((name) => {
    const setting = reading.isRecord ? undefined : given(reading, name);
    if (setting === undefined) return [];
    const help = 'It is parsed and never read, so nothing of it is imported.';
    return [finding(setting.name.span, 'warning', 'dead-flag', `\`${name}\` does nothing in training`, help)];
  });
  const bools = BOOLS.flatMap((name) => {
    const setting = given(reading, name);
    const [word] = setting?.words ?? [];
    if (word === undefined || reading.isRecord || word.text === 'True') return [];
    const message = `\`${name} ${word.text}\` means true, as any text does`;
    const help = 'Write `True`, or leave the flag out.';
    return [finding(setting?.name.span ?? word.span, 'warning', 'any-text-is-true', message, help)];
  });
  return [
    ...reading.foreign.map((item) => unknownFlag(item, reading.isRecord)),
    ...dead,
    ...bools,
    ...judgeUnwritable(reading),
  ];
}

/** The trainer writes its arguments as JSON, which this one cannot be (hydit/train_deepspeed.py:243, commit 368280e; T28). */
function judgeUnwritable(reading: Reading): readonly Diagnostic[] {
  if (!given(reading, '--model-var-type')) return [];
  const message = '`--model-var-type` ends the trainer when it writes its `args.json`';
  return [say(reading, '--model-var-type', 'error', 'unwritable-flag', message, 'Leave it out.')];
}

function unknownFlag({ name, words }: Foreign, isRecord: boolean): Diagnostic {
  if (LAUNCHER_FLAGS.has(name.text))
    return finding(
      name.span,
      'error',
      'launcher-flag',
      `\`${name.text}\` stands behind the trainer’s script, and is the launcher’s`,
      'The trainer’s parser ends there. It belongs between `deepspeed` and the script.',
    );
  const removed = Object.hasOwn(REMOVED, name.text) ? REMOVED[name.text] : undefined;
  if (removed !== undefined)
    return finding(
      name.span,
      'error',
      'removed-flag',
      `\`${name.text}\` is no flag of this trainer any more`,
      `Its parser ends there. ${removed}`,
    );
  const hyphens = name.text.replaceAll('_', '-');
  if (!isRecord && trainerFlags.some(({ names }) => names.includes(hyphens)))
    return finding(
      name.span,
      'error',
      'misspelt-flag',
      `the trainer has no flag ${shown(name.text)}; it is \`${hyphens}\``,
      'Its parser ends there: between the words of a flag it has hyphens.',
    );
  const text = shown([name, ...(isRecord ? [] : words)].map(({ text }) => text).join(' '));
  return finding(
    name.span,
    'error',
    'fork-flag',
    isRecord ? `the trainer has no ${text}` : `the trainer has no flag ${text}`,
    isRecord
      ? 'A fork or another tool wrote it. It stays as a comment; `trainer.flags` takes a flag of a fork, with its commit.'
      : 'A fork may have it; the parser of hydit/config.py ends there. It stays as a comment; `trainer.flags` takes it, with the commit of the fork.',
  );
}
