import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { IndexReport } from '../indexing/index-report.ts';
import { type BucketTable, epochTable } from '../indexing/epoch-table.ts';
import { DitcError } from '../errors.ts';
import { type Epochs, epochsOf } from '../plan/epochs.ts';
import type { IndexStep, Plan } from '../plan/plan.ts';

/** The index of a stage as the packed data would give it; `env/not-packed` before that. Nothing is written. */
export async function surveyPlan(plan: Plan, stage: string, root: string): Promise<IndexReport> {
  const { surveyIndex } = await import('../indexing/build-index.ts');
  return surveyIndex(indexStepOf(plan, stage), { root });
}

/** The step of a plan that makes the index of a stage. */
export function indexStepOf(plan: Pick<Plan, 'steps'>, stage: string): IndexStep {
  const step = plan.steps.find((each) => each.kind === 'index' && each.stage === stage);
  if (step?.kind !== 'index') throw new Error(`a plan without an index of ${stage}`);
  return step;
}

/** Steps and images of the training, from the data as it is packed; undefined before that. */
export async function surveyTraining(
  plan: Plan,
  { experiment, derived }: { readonly experiment: Experiment; readonly derived: Derived },
  root: string,
): Promise<Epochs | undefined> {
  try {
    return trainingOf(await surveyPlan(plan, experiment.stage.id, root), experiment, derived);
  } catch (error) {
    if (error instanceof DitcError && error.code === 'env/not-packed') return undefined;
    throw error;
  }
}

/** An epoch of the training on an index, size by size. */
export function epochOf(
  index: Pick<IndexReport, 'buckets'>,
  experiment: Experiment,
  derived: Derived,
): BucketTable {
  const shape = { microBatch: experiment.machine.memory.micro_batch, worldSize: derived.worldSize };
  return epochTable(experiment.resolution.kind, index.buckets, shape);
}

/**
 * Steps and images of the training on an index. An epoch without a whole micro step is refused: the trainer would run
 * through all its epochs, train nothing and write the weights it started from (HunyuanDiT 368280e, trap T91).
 */
export function trainingOf(
  index: Pick<IndexReport, 'buckets' | 'rowsOut'>,
  experiment: Experiment,
  derived: Derived,
): Epochs {
  const epoch = epochOf(index, experiment, derived);
  if (epoch.iterations === 0) {
    const { rowsOut } = index;
    throw new DitcError(
      'env/too-few-images',
      `${rowsOut} images are fewer than one micro step of ${derived.imagesPerMicroStep}`,
      {
        help: 'Use more images, raise `times` of a source, or lower `machine.memory.micro_batch`.',
      },
    );
  }
  return epochsOf(experiment.length, epoch, experiment.batch, derived.accumulation);
}
