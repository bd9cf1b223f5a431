import type { Experiment } from '../../../experiment/experiment.ts';
import { pathsOf } from '../../paths.ts';
import { type Flag, on, value } from './flag.ts';

const sizeOf = ({ resolution }: Experiment): number =>
  resolution.kind === 'single' ? resolution.size : resolution.base;
const multiOf = ({ resolution }: Experiment) => (resolution.kind === 'multi' ? resolution : undefined);

/** On what it is trained: images, their sizes and captions. */
export const dataFlags: readonly Flag[] = [
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
];
