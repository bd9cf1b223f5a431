import type { Experiment } from './experiment.ts';

/** Numbers that follow from the experiment alone. */
export interface Derived {
  /** Processes, one a GPU. */
  readonly worldSize: number;
  /** Images of all GPUs in one micro step. */
  readonly imagesPerMicroStep: number;
  /** Micro steps an optimizer step: batch / (micro_batch × world size). Not whole when the batch does not divide: a rule says so. */
  readonly accumulation: number;
}

/** The numbers of one experiment, each a formula of one line. */
export function derive(experiment: Experiment): Derived {
  const worldSize = experiment.machine.gpus_per_node * experiment.machine.nodes;
  const imagesPerMicroStep = experiment.machine.memory.micro_batch * worldSize;
  return { worldSize, imagesPerMicroStep, accumulation: experiment.batch / imagesPerMicroStep };
}
