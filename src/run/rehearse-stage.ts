import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Plan } from '../plan/plan.ts';
import { type RehearsalOptions, type RehearsedImage, rehearse } from './rehearse.ts';
import { type Asked, chooseMicroSteps } from './rehearse-order.ts';
import { indexStepOf, trainingOf } from './survey-training.ts';

/** A stage as it is settled. */
interface SettledStage {
  readonly experiment: Experiment;
  readonly derived: Derived;
}

/** Who reads the images of a stage, and how many micro steps make an update. */
const readersOf = ({
  experiment,
  derived,
}: SettledStage): Pick<RehearsalOptions, 'ranks' | 'accumulation'> => ({
  ranks: {
    worldSize: derived.worldSize,
    microBatch: experiment.machine.memory.micro_batch,
    seed: experiment.seed,
  },
  accumulation: derived.accumulation,
});

/** The batches that are asked for of one stage; a training that is not interrupted reads exactly these. */
export async function rehearseStage(
  plan: Plan,
  stage: SettledStage,
  asked: Asked,
  root: string,
): Promise<readonly RehearsedImage[]> {
  const { experiment, derived } = stage;
  return rehearse(plan, indexStepOf(plan, experiment.stage.id), {
    root,
    ...readersOf(stage),
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
  stage: SettledStage,
  { epoch = 0, row, limit }: CaptionsWanted,
  root: string,
): Promise<readonly RehearsedImage[]> {
  const { experiment, derived } = stage;
  return rehearse(plan, indexStepOf(plan, experiment.stage.id), {
    root,
    ...readersOf(stage),
    microSteps: (sizes) => {
      const training = trainingOf(sizes, experiment, derived);
      const { first } = chooseMicroSteps({ epoch }, training, derived);
      return { first, count: Math.round(training.updatesPerEpoch * derived.accumulation) };
    },
    row,
    limit,
    images: false,
  });
}
