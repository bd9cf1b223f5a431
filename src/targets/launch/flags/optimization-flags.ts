import { emaOf, type Experiment } from '../../../experiment/experiment.ts';
import { MEMORY_KEYS } from '../../../settle/settle-memory.ts';
import { weightsPlace } from '../weights.ts';
import { constant, type Flag, on, value } from './flag.ts';

const lossWeightOf = ({ diffusion }: Experiment): string =>
  typeof diffusion.min_snr === 'number' ? `min_snr_${diffusion.min_snr}` : 'constant';

/** How it is trained: batch, optimizer, averaging and loss. */
export const optimizationFlags: readonly Flag[] = [
  {
    flag: '--batch-size',
    form: 'value',
    from: MEMORY_KEYS,
    key: 'machine.memory.micro_batch',
    words: value(({ machine }) => machine.memory.micro_batch),
  },
  {
    flag: '--grad-accu-steps',
    form: 'value',
    from: MEMORY_KEYS,
    key: 'batch',
    words: value((_, { accumulation }) => accumulation),
  },
  { flag: '--global-seed', form: 'value', from: ['seed'], words: value(({ seed }) => seed) },
  {
    flag: '--lr',
    form: 'value',
    from: ['optimizer.lr', 'batch'],
    words: value(({ optimizer }) => optimizer.lr),
  },
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
    from: ['ema.decay', 'batch'],
    words: value((experiment) => emaOf(experiment)?.decay),
  },
  {
    flag: '--resume-ema-root',
    form: 'value',
    from: ['ema', 'model.weights', 'stages'],
    words: value((experiment) => emaOf(experiment) && weightsPlace(experiment)),
  },
  { flag: '--predict-type', form: 'value', from: ['model.version'], words: constant('v_prediction') },
  { flag: '--noise-schedule', form: 'value', from: ['model.version'], words: constant('scaled_linear') },
  { flag: '--beta-start', form: 'value', from: ['model.version'], words: constant('0.00085') },
  {
    flag: '--beta-end',
    form: 'value',
    from: ['model.version'],
    words: value(({ model }) => (model.version === 'v1.2' ? 0.018 : 0.03)),
  },
  { flag: '--mse-loss-weight-type', form: 'value', from: ['diffusion.min_snr'], words: value(lossWeightOf) },
  {
    flag: '--noise-offset',
    form: 'value',
    from: ['diffusion.noise_offset'],
    words: value(({ diffusion }) => diffusion.noise_offset),
  },
];
