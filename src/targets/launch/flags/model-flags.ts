import type { Experiment } from '../../../experiment/experiment.ts';
import { weightsPlace } from '../weights.ts';
import { constant, type Flag, on, value } from './flag.ts';

const hasConditions = ({ model }: Experiment): boolean => model.version !== 'v1.2';
const loraOf = ({ method }: Experiment) => (method.kind === 'lora' ? method : undefined);

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
];
