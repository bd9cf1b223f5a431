import type { Experiment } from '../../../experiment/experiment.ts';
import { adapterPlace, weightsPlace } from '../weights.ts';
import { constant, type Flag, on, value } from './flag.ts';

const hasConditions = ({ model }: Experiment): boolean => model.version !== 'v1.2';
const loraOf = ({ method }: Experiment) => (method.kind === 'lora' ? method : undefined);
const isImagePrompt = ({ method }: Experiment): boolean => method.kind === 'ipadapter';

/** What `--training-parts` is called for each method; the ControlNet's trainer has no name for what it trains. */
const PARTS = { full: 'all', lora: 'lora', controlnet: 'all', ipadapter: 'ipadapter' } as const;

/** What is trained, and from which weights. */
export const modelFlags: readonly Flag[] = [
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
  // Loading the weights is what upstream calls resuming (T31); counting starts at 0 (T38). Of a random start the overlay answers the call.
  { flag: '--resume', form: 'switch', from: ['model.weights'], words: constant() },
  {
    flag: '--resume-module-root',
    form: 'value',
    from: ['model.weights', 'model.version', 'stages'],
    words: value(weightsPlace),
  },
  { flag: '--reset-loader', form: 'switch', from: ['model.weights'], words: constant() },
  {
    flag: '--training-parts',
    form: 'value',
    from: ['method.kind'],
    words: value(({ method }) => PARTS[method.kind]),
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
  {
    flag: '--control-type',
    form: 'value',
    from: ['method.control'],
    words: value(({ method }) => (method.kind === 'controlnet' ? method.control : undefined)),
  },
  // Of type bool: any text is true, so these two are written as `True` or not at all (T30). Without it there is no adapter (T131).
  {
    flag: '--is-ipa',
    form: 'value',
    from: ['method.kind'],
    words: value((experiment) => (isImagePrompt(experiment) ? 'True' : undefined)),
  },
  // The weights have no adapter in them; the overlay refuses every other difference (T55).
  { flag: '--no-strict', form: 'switch', from: ['method.kind'], words: on(isImagePrompt) },
  {
    flag: '--resume-ipa',
    form: 'value',
    from: ['method.weights', 'stages'],
    words: value((experiment) => (adapterPlace(experiment) ? 'True' : undefined)),
  },
  {
    flag: '--resume-ipa-root',
    form: 'value',
    from: ['method.weights', 'stages'],
    words: value(adapterPlace),
  },
];
