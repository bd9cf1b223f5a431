import type { Derived } from '../../experiment/derive.ts';
import { emaOf, type Experiment } from '../../experiment/experiment.ts';
import { parseDuration } from '../../experiment/units.ts';
import { pathsOf } from '../paths.ts';
import type { Place } from './place.ts';
import { weightsPlace } from './weights.ts';

/** One word of a flag's value: text as it is, or a path that becomes absolute where the script runs. */
export type Word = string | Place;

/** A flag of the trainer, how its value follows from the experiment, and which keys it follows from. */
export interface Flag {
  readonly flag: `--${string}`;
  readonly form: 'value' | 'switch' | 'list';
  /** Dotted paths; none for a constant. */
  readonly from: readonly string[];
  /** The words after the flag, none for a switch; undefined leaves the flag out. */
  readonly words: (experiment: Experiment, derived: Derived) => readonly Word[] | undefined;
}

/** Optimizer steps between two lines of the log. */
export const LOG_EVERY_UPDATES = 10;

/** Upstream divides by these intervals, so `never` is a number that is not reached (hydit/train_deepspeed.py:611-656, commit 368280e). */
export const NEVER = 1_000_000_000;

type Words = Flag['words'];

const constant =
  (...words: string[]): Words =>
  () =>
    words;
const on =
  (when: (experiment: Experiment) => boolean): Words =>
  (experiment) =>
    when(experiment) ? [] : undefined;
const value = (
  of: (experiment: Experiment, derived: Derived) => string | number | Place | undefined,
): Words => {
  return (experiment, derived) => {
    const word = of(experiment, derived);
    return word === undefined ? undefined : [typeof word === 'number' ? String(word) : word];
  };
};

const hasConditions = ({ model }: Experiment): boolean => model.version !== 'v1.2';
const loraOf = ({ method }: Experiment) => (method.kind === 'lora' ? method : undefined);
const sizeOf = ({ resolution }: Experiment): number =>
  resolution.kind === 'single' ? resolution.size : resolution.base;
const multiOf = ({ resolution }: Experiment) => (resolution.kind === 'multi' ? resolution : undefined);

/** Share of the blocks that are recomputed. */
const checkpointedOf = ({ machine }: Experiment): number => Number(machine.memory.gradient_checkpointing);

const lossWeightOf = ({ diffusion }: Experiment): string =>
  typeof diffusion.min_snr === 'number' ? `min_snr_${diffusion.min_snr}` : 'constant';

/** Upstream counts micro steps (T59); an epoch has at least one, which makes so many epochs enough. */
function microStepsOf(duration: string, { accumulation }: Derived): number | undefined {
  const { unit, count } = parseDuration(duration);
  return unit === 'steps' ? count * accumulation : undefined;
}

const epochsOf = (duration: string, derived: Derived): number =>
  microStepsOf(duration, derived) ?? parseDuration(duration).count;

/**
 * Every flag that we pass to hydit/train_deepspeed.py (hydit/config.py, commit 368280e), in the order of the script, always by
 * its full name: argparse takes prefixes (T29). Not here: flags the trainer never reads, flags of type bool (any text is true),
 * and what deepspeed.json or the overlay owns (the ZeRO stage of `--zero-stage`, offload, warm-up, the DeepSpeed config itself).
 */
export const flags: readonly Flag[] = [
  // The trainer numbers run folders by names with `dit` in them (T1).
  { flag: '--task-flag', form: 'value', from: ['name'], words: value(({ name }) => `dit-${name}`) },

  { flag: '--model', form: 'value', from: ['model.size'], words: value(({ model }) => `DiT-${model.size}`) },
  { flag: '--use-style-cond', form: 'switch', from: ['model.version'], words: on(hasConditions) },
  {
    flag: '--size-cond',
    form: 'list',
    from: ['model.version'],
    words: (experiment) => (hasConditions(experiment) ? ['1024', '1024'] : undefined),
  },
  { flag: '--rope-img', form: 'value', from: [], words: constant('base512') },
  { flag: '--rope-real', form: 'switch', from: [], words: constant() },
  // Loading the weights is what upstream calls resuming (T31); counting starts at 0 (T38).
  { flag: '--resume', form: 'switch', from: ['model.weights'], words: constant() },
  {
    flag: '--resume-module-root',
    form: 'value',
    from: ['model.weights', 'model.version'],
    words: value(({ model }) => weightsPlace(model)),
  },
  { flag: '--reset-loader', form: 'switch', from: ['model.weights'], words: constant() },

  {
    flag: '--training-parts',
    form: 'value',
    from: ['method.kind'],
    words: value(({ method }) => (method.kind === 'lora' ? 'lora' : 'all')),
  },
  {
    flag: '--rank',
    form: 'value',
    from: ['method.rank'],
    words: value((experiment) => loraOf(experiment)?.rank),
  },
  {
    flag: '--target-modules',
    form: 'list',
    from: ['method.targets'],
    words: (experiment) => loraOf(experiment)?.targets,
  },

  { flag: '--image-size', form: 'value', from: ['resolution.size', 'resolution.base'], words: value(sizeOf) },
  {
    flag: '--multireso',
    form: 'switch',
    from: ['resolution.kind'],
    words: on((experiment) => multiOf(experiment) !== undefined),
  },
  {
    flag: '--reso-step',
    form: 'value',
    from: ['resolution.step'],
    words: value((experiment) => multiOf(experiment)?.step),
  },
  {
    flag: '--target-ratios',
    form: 'list',
    from: ['resolution.ratios'],
    words: (experiment) => multiOf(experiment)?.ratios?.map((ratio) => ratio.replace('/', ':')),
  },

  {
    flag: '--batch-size',
    form: 'value',
    from: ['machine.memory.micro_batch'],
    words: value(({ machine }) => machine.memory.micro_batch),
  },
  {
    flag: '--grad-accu-steps',
    form: 'value',
    from: ['batch', 'machine.memory.micro_batch', 'machine.gpus_per_node', 'machine.nodes'],
    words: value((_, { accumulation }) => accumulation),
  },
  { flag: '--global-seed', form: 'value', from: ['seed'], words: value(({ seed }) => seed) },
  { flag: '--lr', form: 'value', from: ['optimizer.lr'], words: value(({ optimizer }) => optimizer.lr) },
  {
    flag: '--weight-decay',
    form: 'value',
    from: ['optimizer.weight_decay'],
    words: value(({ optimizer }) => optimizer.weight_decay),
  },
  {
    flag: '--use-ema',
    form: 'switch',
    from: ['ema'],
    words: on((experiment) => emaOf(experiment) !== undefined),
  },
  {
    flag: '--ema-dtype',
    form: 'value',
    from: ['ema.dtype'],
    words: value((experiment) => emaOf(experiment)?.dtype),
  },
  {
    flag: '--ema-decay',
    form: 'value',
    from: ['ema.decay'],
    words: value((experiment) => emaOf(experiment)?.decay),
  },
  {
    flag: '--resume-ema-root',
    form: 'value',
    from: ['ema', 'model.weights'],
    words: value((experiment) => emaOf(experiment) && weightsPlace(experiment.model)),
  },

  { flag: '--predict-type', form: 'value', from: ['model.version'], words: constant('v_prediction') },
  { flag: '--noise-schedule', form: 'value', from: ['model.version'], words: constant('scaled_linear') },
  { flag: '--beta-start', form: 'value', from: ['model.version'], words: constant('0.00085') },
  {
    flag: '--beta-end',
    form: 'value',
    from: ['model.version'],
    words: value((experiment) => (hasConditions(experiment) ? 0.03 : 0.018)),
  },
  { flag: '--mse-loss-weight-type', form: 'value', from: ['diffusion.min_snr'], words: value(lossWeightOf) },
  {
    flag: '--noise-offset',
    form: 'value',
    from: ['diffusion.noise_offset'],
    words: value(({ diffusion }) => diffusion.noise_offset),
  },

  {
    flag: '--index-file',
    form: 'value',
    from: ['name', 'machine.packed'],
    words: value((experiment) => ({ base: 'root', path: pathsOf(experiment).index })),
  },
  {
    flag: '--random-flip',
    form: 'switch',
    from: ['data.random_flip'],
    words: on(({ data }) => data.random_flip),
  },
  {
    flag: '--num-workers',
    form: 'value',
    from: ['machine.workers'],
    words: value(({ machine }) => machine.workers),
  },
  // Both always: the one left out would be 0.2 (T157).
  {
    flag: '--uncond-p',
    form: 'value',
    from: ['captions.uncond.clip'],
    words: value(({ captions }) => captions.uncond.clip),
  },
  {
    flag: '--uncond-p-t5',
    form: 'value',
    from: ['captions.uncond.t5'],
    words: value(({ captions }) => captions.uncond.t5),
  },

  {
    flag: '--epochs',
    form: 'value',
    from: ['length'],
    words: value(({ length }, derived) => epochsOf(length, derived)),
  },
  {
    flag: '--max-training-steps',
    form: 'value',
    from: ['length', 'batch'],
    words: value(({ length }, derived) => microStepsOf(length, derived) ?? NEVER),
  },
  {
    flag: '--log-every',
    form: 'value',
    from: ['batch'],
    words: value((_, { accumulation }) => LOG_EVERY_UPDATES * accumulation),
  },
  {
    flag: '--ckpt-every',
    form: 'value',
    from: ['save.every', 'batch'],
    words: value(({ save }, derived) => microStepsOf(save.every, derived) ?? NEVER),
  },
  { flag: '--ckpt-latest-every', form: 'value', from: [], words: constant(String(NEVER)) },
  // Every epoch, of which the overlay lets the right ones through: upstream would save after epochs 1, n+1, 2n+1 (T65).
  {
    flag: '--ckpt-every-n-epoch',
    form: 'value',
    from: ['save.every'],
    words: value(({ save }) => (parseDuration(save.every).unit === 'epochs' ? 1 : 0)),
  },
  {
    flag: '--results-dir',
    form: 'value',
    from: ['name'],
    words: value((experiment) => ({ base: 'root', path: pathsOf(experiment).run })),
  },

  {
    flag: '--extra-fp16',
    form: 'switch',
    from: ['machine.memory.encoder_dtype'],
    words: on(({ machine }) => machine.memory.encoder_dtype === 'fp16'),
  },
  // `--no-flash-attn` does nothing; this one chooses (T22).
  {
    flag: '--infer-mode',
    form: 'value',
    from: ['machine.memory.attention'],
    words: value(({ machine }) => (machine.memory.attention === 'flash' ? 'fa' : 'torch')),
  },
  {
    flag: '--gradient-checkpointing',
    form: 'switch',
    from: ['machine.memory.gradient_checkpointing'],
    words: on((experiment) => checkpointedOf(experiment) > 0),
  },
  {
    flag: '--gc-rate',
    form: 'value',
    from: ['machine.memory.gradient_checkpointing'],
    words: value((experiment) => checkpointedOf(experiment) || undefined),
  },
  {
    flag: '--use-zero-stage',
    form: 'value',
    from: ['machine.memory.zero'],
    words: value(({ machine }) => machine.memory.zero),
  },
  { flag: '--deepspeed', form: 'switch', from: [], words: constant() },
];
