import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Plan } from '../plan/plan.ts';
import { type RehearsedImage, rehearse } from './rehearse.ts';
import { type Asked, chooseMicroSteps } from './rehearse-order.ts';
import { indexStepOf, surveyPlan, trainingOf } from './survey-training.ts';

/** The batches that are asked for of one stage; a training that is not interrupted reads exactly these. */
export async function rehearseStage(
  plan: Plan,
  { experiment, derived }: { readonly experiment: Experiment; readonly derived: Derived },
  asked: Asked,
  root: string,
): Promise<readonly RehearsedImage[]> {
  const stage = experiment.stage.id;
  const training = trainingOf(await surveyPlan(plan, stage, root), experiment, derived);
  return rehearse(plan, indexStepOf(plan, stage), {
    root,
    ranks: {
      worldSize: derived.worldSize,
      microBatch: experiment.machine.memory.micro_batch,
      seed: experiment.seed,
    },
    accumulation: derived.accumulation,
    microSteps: chooseMicroSteps(asked, training, derived),
    rank: asked.rank,
  });
}
