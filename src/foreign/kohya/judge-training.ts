import type { Diagnostic, Severity, SourceFile } from '../../diagnostics/diagnostic.ts';
import { findingAt } from '../../source/finding.ts';
import { toolNote } from './tool-note.ts';
import type { Entry, Toml } from './toml.ts';

/** What is looked at: entries by key, of several the last, and where it is said that one is missing. */
interface Training {
  readonly get: (key: string) => Entry | undefined;
  readonly missing: Entry;
  readonly say: (entry: Entry, severity: Severity, slug: string, message: string, help: string) => Diagnostic;
}

/** A training of hunyuan_train.py or, with `network_module`, of hunyuan_train_network.py. */
export function judgeTraining(file: SourceFile, { entries }: Toml): readonly Diagnostic[] {
  const [first] = entries;
  if (first === undefined) return [];
  const get = (key: string): Entry | undefined => entries.findLast((entry) => entry.key === key);
  const training: Training = {
    get,
    missing: get('network_module') ?? get('pretrained_model_name_or_path') ?? first,
    say: ({ start, end }, severity, slug, message, help) =>
      findingAt(file, start, end, { code: `kohya/${slug}`, severity, message, help }),
  };
  return [
    ...[
      judgeTarget,
      judgeBetas,
      judgeScale,
      judgeSteps,
      judgeDeepSpeed,
      judgeConditions,
      judgeNumbers,
      judgeRate,
    ].flatMap((judge) => judge(training)),
    toolNote(file, first.start, first.end, 'training'),
  ];
}

/** The weights predict v; without the switch the loss compares them with noise (hunyuan_train.py:747, README: "is required"). */
function judgeTarget({ get, missing, say }: Training): readonly Diagnostic[] {
  const entry = get('v_parameterization');
  if (entry?.value === true) return [];
  const message = entry ? '`v_parameterization` is not `true`' : '`v_parameterization = true` is missing';
  const help = 'HunyuanDiT predicts v. Without the switch it is trained on noise and unlearns what it knows.';
  return [say(entry ?? missing, 'error', 'noise-as-target', message, help)];
}

/** What the weights of each version were trained with (kohya_gui/lora_gui.py:1253). */
const BETA_END = { 'v1.1': 0.03, 'v1.2': 0.018 } as const;

/** The script of LoRA reads `beta_end` and has no such argument: only the file can give it (hunyuan_train_network.py:86). */
function judgeBetas({ get, missing, say }: Training): readonly Diagnostic[] {
  const entry = get('beta_end');
  const version = get('use_extra_cond')?.value === true ? 'v1.1' : 'v1.2';
  const right = BETA_END[version];
  if (entry === undefined) {
    if (get('network_module') === undefined && version === 'v1.2') return []; // the default of hunyuan_train.py
    const help = `${get('network_module') ? 'The script of LoRA reads it without a default and stops. ' : ''}The weights of ${version} were trained with \`${right}\`.`;
    return [say(missing, 'error', 'no-beta-end', `\`beta_end = ${right}\` is missing`, help)];
  }
  if (entry.value === right || typeof entry.value === 'string') return [];
  const help = `The weights of ${version} were trained with \`${right}\`${version === 'v1.2' ? '; `0.03` is that of v1.1, which has `use_extra_cond = true`' : ''}.`;
  return [say(entry, 'error', 'beta-end', `\`beta_end\` is \`${String(entry.value)}\``, help)];
}

/** Upstream's own trainer has alpha equal to the rank (hydit/train_deepspeed.py); kohya's default is 1 (networks/lora.py:490). */
function judgeScale({ get, say }: Training): readonly Diagnostic[] {
  const [rank, alpha] = [get('network_dim'), get('network_alpha')];
  if (typeof rank?.value !== 'number' || get('network_module') === undefined) return [];
  const value = alpha?.value ?? 1;
  if (typeof value !== 'number' || value === rank.value) return [];
  const scale = Number((value / rank.value).toPrecision(3));
  const message = `\`network_alpha\` of \`${value}\` scales the adapter by ${scale}`;
  const help = `The trainer of HunyuanDiT has an alpha equal to the rank, \`${rank.value}\`: the same rate moves the weights more there.`;
  return [say(alpha ?? rank, 'info', 'alpha', message, help)];
}

/** `verify_bucket_reso_steps`: 16 in the script of LoRA, 32 in the other (hunyuan_train_network.py:48, hunyuan_train.py:142). */
function judgeSteps({ get, say }: Training): readonly Diagnostic[] {
  const [enabled, step] = [get('enable_bucket'), get('bucket_reso_steps')];
  const unit = get('network_module') ? 16 : 32;
  if (enabled?.value !== true || typeof step?.value !== 'number' || step.value % unit === 0) return [];
  const message = `\`bucket_reso_steps\` of \`${step.value}\` is not a multiple of ${unit}`;
  return [say(step, 'error', 'bucket-step', message, 'The trainer stops before its first step.')];
}

function judgeDeepSpeed({ get, say }: Training): readonly Diagnostic[] {
  const entry = get('deepspeed');
  if (entry?.value !== true || get('network_module') === undefined) return [];
  const help = 'kohya_ss-hydit does not support it with LoRA (README.md:87). Take it out.';
  return [say(entry, 'error', 'deepspeed-with-lora', 'DeepSpeed is turned on for LoRA', help)];
}

/** Sizes of a batch are joined along the batch, so that images get the conditions of others (hunyuan_train.py:718). */
function judgeConditions({ get, say }: Training): readonly Diagnostic[] {
  const batch = get('train_batch_size');
  if (get('use_extra_cond')?.value !== true || typeof batch?.value !== 'number' || batch.value <= 1)
    return [];
  const message = `with the conditions of v1.1 a batch of \`${batch.value}\` mixes those of its images`;
  const help = 'Set `train_batch_size = 1` and `gradient_accumulation_steps`, or train v1.2.';
  return [say(batch, 'error', 'mixed-conditions', message, help)];
}

/** What the trainer counts with; values of the file go past its parser, which would turn text into numbers (sd-scripts/library/train_util.py `read_config_from_file`). */
const NUMBERS = [
  ...['network_dim', 'network_alpha', 'learning_rate', 'unet_lr', 'train_batch_size'],
  ...['gradient_accumulation_steps', 'max_train_steps', 'max_train_epochs', 'lr_warmup_steps'],
  ...['seed', 'beta_start', 'beta_end', 'bucket_reso_steps', 'noise_offset', 'min_snr_gamma'],
];

function judgeNumbers({ get, say }: Training): readonly Diagnostic[] {
  return NUMBERS.flatMap((key) => {
    const entry = get(key);
    if (typeof entry?.value !== 'string') return [];
    const message = `\`${key}\` is the text \`${entry.value}\`, where a number is expected`;
    const help = 'The trainer counts with it as it is, and stops. Write the number without quotes.';
    return [say(entry, 'error', 'number-as-text', message, help)];
  });
}

/** A hundred times the rate of upstream's scripts. */
const HIGHEST_RATE = 0.01;

function judgeRate({ get, say }: Training): readonly Diagnostic[] {
  const entry = get('learning_rate');
  const isRate = typeof entry?.value === 'number' && entry.value > HIGHEST_RATE;
  // These find the rate themselves, and want 1.
  if (!entry || !isRate || /prodigy|dadapt|adafactor/i.test(String(get('optimizer_type')?.value))) return [];
  const message = `\`learning_rate\` is \`${String(entry.value)}\`, and upstream’s scripts have 0.0001`;
  const help = 'The first steps would destroy the model. Is a minus missing in the exponent?';
  return [say(entry, 'warning', 'rate', message, help)];
}
