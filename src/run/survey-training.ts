import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { IndexReport } from '../indexing/index-report.ts';
import { epochTable } from '../indexing/epoch-table.ts';
import { DitcError } from '../errors.ts';
import { type Epochs, epochsOf } from '../plan/epochs.ts';
import type { Plan } from '../plan/plan.ts';

/** Steps and images of the training, from the data as it is packed; undefined before that. */
export async function surveyTraining(
  plan: Plan,
  experiment: Experiment,
  derived: Derived,
  root: string,
): Promise<Epochs | undefined> {
  const step = plan.steps.find(({ kind }) => kind === 'index');
  if (step?.kind !== 'index') return undefined;
  const { surveyIndex } = await import('../indexing/build-index.ts');
  try {
    return trainingOf(await surveyIndex(step, { root }), experiment, derived);
  } catch (error) {
    if (error instanceof DitcError && error.code === 'env/not-packed') return undefined;
    throw error;
  }
}

/**
 * Steps and images of the training on an index. An epoch without a whole micro step is refused: the trainer would run
 * through all its epochs, train nothing and write the weights it started from (HunyuanDiT 368280e, trap T91).
 */
export function trainingOf(index: IndexReport, experiment: Experiment, derived: Derived): Epochs {
  const { iterations } = epochTable(experiment.resolution.kind, index.buckets, {
    microBatch: experiment.machine.memory.micro_batch,
    worldSize: derived.worldSize,
  });
  if (iterations === 0) {
    const { rowsOut } = index;
    throw new DitcError(
      'env/too-few-images',
      `${rowsOut} images are fewer than one micro step of ${derived.imagesPerMicroStep}`,
      {
        help: 'Use more images, raise `times` of a source, or lower `machine.memory.micro_batch`.',
      },
    );
  }
  return epochsOf(experiment.length, iterations, experiment.batch, derived.accumulation);
}
