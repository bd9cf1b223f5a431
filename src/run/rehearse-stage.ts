import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Plan } from '../plan/plan.ts';
import { type RehearsedImage, rehearse } from './rehearse.ts';
import { type Asked, chooseMicroSteps } from './rehearse-order.ts';
import { findRow } from './find-row.ts';
import { indexStepOf, trainingOf } from './survey-training.ts';

/** The batches that are asked for of one stage; a training that is not interrupted reads exactly these. */
export async function rehearseStage(
  plan: Plan,
  { experiment, derived }: { readonly experiment: Experiment; readonly derived: Derived },
  asked: Asked,
  root: string,
): Promise<readonly RehearsedImage[]> {
  return rehearse(plan, indexStepOf(plan, experiment.stage.id), {
    root,
    ranks: {
      worldSize: derived.worldSize,
      microBatch: experiment.machine.memory.micro_batch,
      seed: experiment.seed,
    },
    accumulation: derived.accumulation,
    microSteps: (sizes) => chooseMicroSteps(asked, trainingOf(sizes, experiment, derived), derived),
    rank: asked.rank,
  });
}

/** Images whose captions are asked for. */
export interface CaptionsWanted {
  /** Counted from 0. */
  readonly epoch: number | undefined;
  /** `row` of the only source, or `source:row`, counted from 1. */
  readonly row: string | undefined;
  readonly limit: number;
}

/** The first images of an epoch, or one row wherever it stands in it. */
export async function rehearseCaptions(
  plan: Plan,
  { experiment, derived }: { readonly experiment: Experiment; readonly derived: Derived },
  { epoch = 0, row, limit }: CaptionsWanted,
  root: string,
): Promise<readonly RehearsedImage[]> {
  const index = indexStepOf(plan, experiment.stage.id);
  return rehearse(plan, index, {
    root,
    ranks: {
      worldSize: derived.worldSize,
      microBatch: experiment.machine.memory.micro_batch,
      seed: experiment.seed,
    },
    accumulation: derived.accumulation,
    microSteps: (sizes) => {
      const training = trainingOf(sizes, experiment, derived);
      const { first } = chooseMicroSteps({ epoch }, training, derived);
      return { first, count: Math.round(training.updatesPerEpoch * derived.accumulation) };
    },
    row: row === undefined ? undefined : await findRow(row, index, root),
    limit,
    images: false,
  });
}
