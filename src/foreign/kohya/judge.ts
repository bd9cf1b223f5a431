import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { findingAt } from '../../source/finding.ts';
import { linesOf } from '../lines.ts';
import { judgeTraining } from './judge-training.ts';
import { toolNote } from './tool-note.ts';
import { type Entry, parseToml, type Toml } from './toml.ts';

/** Whether a file is a configuration of kohya's sd-scripts: nothing else here is written in TOML. */
export const isKohya = (path: string): boolean => /\.toml$/i.test(path);

/** A configuration of kohya_ss-hydit (commit 368280e): which of its two kinds it is, and what is wrong in it. */
export function judgeKohya(file: SourceFile): readonly Diagnostic[] {
  const toml = parseToml(file);
  if ('findings' in toml) return toml.findings;
  const kind = kindOf(toml, file);
  if (kind === 'dataset') return judgeDataset(file, toml);
  return kind === 'training' ? judgeTraining(file, toml) : [notKohya(file)];
}

/** Tables of a dataset file (sd-scripts library/config_util.py, which upstream takes as it is). */
const DATASET_TABLES = new Set(['general', 'datasets', 'datasets.subsets']);

/** Keys that a training needs, of the arguments of train_network.py and hunyuan_train.py. */
const TRAINING_KEYS = [
  ...['pretrained_model_name_or_path', 'network_module', 'network_dim', 'network_alpha', 'optimizer_type'],
  ...[
    'learning_rate',
    'lr_scheduler',
    'max_train_steps',
    'max_train_epochs',
    'output_dir',
    'mixed_precision',
  ],
];

/** Keys that name a model or what is trained: with them a file is a training even when a key of it is missing. */
const MODEL_KEYS = ['pretrained_model_name_or_path', 'network_module', 'output_dir', 'v_parameterization'];

/** Keys of a dataset that a training file has as well. */
const DATASET_KEYS = [
  'train_data_dir',
  'caption_extension',
  'resolution',
  'enable_bucket',
  'bucket_reso_steps',
];

function kindOf({ entries, sections }: Toml, { path }: SourceFile): 'training' | 'dataset' | undefined {
  const has = (keys: readonly string[]): boolean => entries.some(({ key }) => keys.includes(key));
  if (sections.some((name) => DATASET_TABLES.has(name))) return 'dataset';
  if (has(MODEL_KEYS)) return 'training';
  if (/data[_-]?(set|config)/i.test(path.slice(path.lastIndexOf('/') + 1)) && has(DATASET_KEYS))
    return 'dataset';
  return has(TRAINING_KEYS) || has(DATASET_KEYS) ? 'training' : undefined;
}

/** A dataset file has `[general]` and `[[datasets]]`, and nothing of the training. */
function judgeDataset(file: SourceFile, { entries, sections }: Toml): readonly Diagnostic[] {
  const strays = entries.filter(({ key }) => TRAINING_KEYS.includes(key));
  const hasTables = sections.some((name) => DATASET_TABLES.has(name));
  const [line] = linesOf(file).filter(({ text }) => /^\s*[^\s#]/.test(text));
  const { start = 0, text = '' } = line ?? {};
  return [
    ...strays.map((entry) => strayKey(file, entry)),
    ...(hasTables || strays.length > 0 ? [] : [noTables(file, start, start + text.length)]),
    toolNote(file, start, start + text.length, 'dataset'),
  ];
}

const strayKey = (file: SourceFile, { key, start, end }: Entry): Diagnostic =>
  findingAt(file, start, end, {
    code: 'kohya/misplaced-key',
    message: `\`${key}\` is a setting of the training, not of a dataset`,
    help: 'A `--dataset_config` has `[general]` and `[[datasets]]` with `[[datasets.subsets]]`, and is refused with any other key. Move it to the file of `--config_file`.',
  });

const noTables = (file: SourceFile, start: number, end: number): Diagnostic =>
  findingAt(file, start, end, {
    code: 'kohya/no-datasets',
    message: 'a dataset file has its keys in `[general]` and `[[datasets]]`',
    help: 'Keys outside of these tables are refused.',
  });

const notKohya = (file: SourceFile): Diagnostic =>
  findingAt(file, 0, 0, {
    code: 'kohya/unknown-tool',
    message: 'the file has no key that kohya_ss-hydit knows',
    help: 'Of the files in TOML only the trainings and datasets of kohya are judged.',
  });
