import { posix } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { startsAtRandom } from '../model-entries.ts';
import { flagOf, given, placeOf, textsOf } from '../reading.ts';
import { averagesNothing } from '../training-entries.ts';
import { finding, shown, sourceOf, type Word } from '../word.ts';
import type { Judged } from './judge.ts';
import { say } from './say.ts';

/** From which weights it starts, and what of them counts. */
export function judgeWeights(judged: Judged): readonly Diagnostic[] {
  const { reading } = judged;
  if (!given(reading, '--resume')) return [randomWeights(judged)];
  if (startsAtRandom(reading)) return [];
  const [word] = given(reading, '--resume-module-root')?.words ?? [];
  if (word === undefined)
    return [
      say(
        reading,
        '--resume',
        'error',
        'weights-missing',
        '`--resume` is given without `--resume-module-root`',
        'The trainer ends with a TypeError. Name the file of the weights.',
      ),
    ];
  return [...judgePath(judged, word), ...judgeOwnFolder(judged, word), ...judgeAverageFile(judged)];
}

function randomWeights({ reading, launch }: Judged): Diagnostic {
  const lost = launch?.call.lost.find(({ text }) => text === '--resume');
  return finding(
    lost?.span ?? placeOf(reading, '--resume'),
    'error',
    'random-weights',
    lost ? 'what runs has no `--resume`: it stands behind the cut' : 'there is no `--resume`',
    'Training starts from random weights without a word. `--resume` with `--resume-module-root` loads them; `weights: random` says that it is meant.',
  );
}

function judgePath(judged: Judged, word: Word): readonly Diagnostic[] {
  const wrong = judgeFile(word);
  if (wrong !== undefined) return [wrong];
  return word.text.endsWith('mp_rank_00_model_states.pt')
    ? judgeCheckpoint(judged, word)
    : judgeFirstBatch(judged);
}

/** What is wrong with a path that the trainer cannot load; undefined for one that it may. */
function judgeFile(word: Word): Diagnostic | undefined {
  const { text, unknown } = word;
  const wrong = (slug: string, message: string, help: string): Diagnostic =>
    finding(sourceOf(word), 'error', slug, message, help);
  if (/(^|\/)(bf16_)?zero_pp_rank_.*_optim_states\.pt$/.test(text))
    return wrong(
      'optimizer-shard',
      `${shown(posix.basename(text))} holds states of the optimizer, not the model`,
      'The model is `mp_rank_00_model_states.pt` in the same folder.',
    );
  if (text.endsWith('/') || /(^|\/)(e?\d+|latest|final)\.pt$/.test(text))
    return wrong(
      'weights-folder',
      `${shown(text)} is a folder`,
      'The trainer loads a file: `mp_rank_00_model_states.pt` in that of a checkpoint.',
    );
  const suffix = posix.extname(text);
  if (/^\.(safetensors|bin|ckpt|json)$/.test(suffix) || (suffix === '' && unknown === undefined))
    return wrong(
      'weights-format',
      `${shown(text)} is no \`.pt\` file`,
      'The trainer loads weights with `torch.load` and wants a state dictionary of the original layout. Convert the file; a LoRA adapter is merged into a model first (lora/merge.py).',
    );
  return undefined;
}

/** Of weights that no run left: where the data begins. */
function judgeFirstBatch(judged: Judged): readonly Diagnostic[] {
  if (startsAnew(judged)) return [];
  const message = 'there is no `--reset-loader` with weights that no run of the trainer left';
  const help = 'The trainer skips the first batch of all GPUs. An experiment starts at the beginning.';
  return [say(judged.reading, '--resume-module-root', 'warning', 'first-batch-skipped', message, help)];
}

/** Of a checkpoint: what else is in it, and where it goes on. */
function judgeCheckpoint(judged: Judged, word: Word): readonly Diagnostic[] {
  const epoch = /(?:^|\/)(e\d+)\.pt\//.exec(word.text)?.[1];
  return [
    say(
      judged.reading,
      '--resume',
      'warning',
      'weights-only',
      'of a checkpoint the trainer loads the weights only',
      'Moments, fp32 weights and loss scale start anew. The experiment starts from these weights, too.',
    ),
    ...(epoch !== undefined && !startsAnew(judged)
      ? [
          finding(
            sourceOf(word),
            'warning',
            'epoch-repeated',
            `the checkpoint of epoch ${shown(epoch)} repeats that epoch`,
            'It records the epoch that it ends as the one to go on with.',
          ),
        ]
      : []),
  ];
}

/** Whether the data is read from its beginning, whatever a checkpoint records. */
const startsAnew = ({ reading, launch }: Judged): boolean =>
  launch?.isOverlay === true || given(reading, '--reset-loader') !== undefined;

/** A run of a name without `dit` goes into folder 001 again (T1, T156). */
function judgeOwnFolder({ reading }: Judged, word: Word): readonly Diagnostic[] {
  const [results = 'results'] = textsOf(reading, '--results-dir');
  const [name = 'DiT-g-2'] = textsOf(reading, '--task-flag');
  const own = posix.join(results, `001-${name}`);
  if (name.includes('dit') || !posix.normalize(word.text).startsWith(`${own}/`)) return [];
  const help = 'It would write over the file that it starts from. Give the run another name.';
  return [
    finding(sourceOf(word), 'error', 'starts-in-own-folder', `the run goes into ${shown(own)} again`, help),
  ];
}

function judgeAverageFile({ reading }: Judged): readonly Diagnostic[] {
  const use = given(reading, '--use-ema');
  if (!use || given(reading, '--resume-ema-root') || averagesNothing(reading)) return [];
  const message = '`--use-ema` with `--resume` needs `--resume-ema-root`';
  const help = 'The trainer ends there. A checkpoint of a run has the average in the same file.';
  return [finding(use.name.span, 'error', 'average-missing', message, help)];
}

/** Public weights were trained with these shapes (T56). */
export const SHAPES = [
  '--norm',
  '--text-states-dim',
  '--text-len',
  '--text-states-dim-t5',
  '--text-len-t5',
] as const;

/** The default of a flag as text. */
export const defaultOf = (name: (typeof SHAPES)[number]): string => String(flagOf(name).default);
