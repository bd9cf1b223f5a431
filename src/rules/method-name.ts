import type { Experiment } from '../experiment/experiment.ts';

/** What a method makes, as a sentence names it. */
export const METHOD_NAMES: Readonly<Record<Experiment['method']['kind'], string>> = {
  full: 'a full fine-tune',
  lora: 'a LoRA',
  controlnet: 'a ControlNet',
  ipadapter: 'an IP-Adapter',
};
