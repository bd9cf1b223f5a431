import type { Experiment } from '../../experiment/experiment.ts';

type Method = Experiment['method'];

/** The trainer of each method, relative to the checkout (HunyuanDiT, commit 368280e). */
const SCRIPTS: Readonly<Record<Method['kind'], string>> = {
  full: 'hydit/train_deepspeed.py',
  lora: 'hydit/train_deepspeed.py',
  controlnet: 'hydit/train_deepspeed_controlnet.py',
  ipadapter: 'hydit/train_deepspeed_ipadapter.py',
};

/** Script that trains by the method, as upstream has one for whole models and LoRA together. */
export const trainerScript = ({ method }: Pick<Experiment, 'method'>): string => SCRIPTS[method.kind];

/**
 * Whether the overlay writes the checkpoints (templates/overlay/writing.py): the ControlNet's trainer has none at the end and deletes
 * what a resume needs, the IP-Adapter's writes each file once a tensor (T68, T133).
 */
export const overlayWrites = ({ method }: Pick<Experiment, 'method'>): boolean =>
  method.kind === 'controlnet' || method.kind === 'ipadapter';
