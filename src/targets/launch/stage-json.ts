import type { Experiment } from '../../experiment/experiment.ts';
import type { Duration } from '../../experiment/units.ts';
import { parseDuration } from '../../experiment/units.ts';
import type { TargetInput } from '../target.ts';
import { trainerScript } from './trainer.ts';
import { startsAtRandom } from './weights.ts';

/**
 * `stage.json`, which the overlay reads beside deepspeed.json (templates/overlay/settings.py). Counts are optimizer steps
 * (`updates`) or epochs, as the file has them.
 */
export function stageSettings({ experiment, derived }: Pick<TargetInput, 'experiment' | 'derived'>): object {
  const { name, stage, trainer, method, optimizer, length, save } = experiment;
  return {
    formatVersion: 1,
    name,
    stage: stage.id,
    trainer: { commit: trainer.commit, script: trainerScript(experiment) },
    ...(method.kind === 'controlnet' && { control: method.control }),
    world_size: derived.worldSize,
    learning_rate: {
      schedule: optimizer.schedule,
      peak: optimizer.lr,
      warmup_updates: parseDuration(optimizer.warmup).count,
      length: inUpdatesOrEpochs(parseDuration(length)),
    },
    save: {
      every: inUpdatesOrEpochs(parseDuration(save.every)),
      keep: typeof save.keep === 'number' ? save.keep : null,
      optimizer_state: save.optimizer_state,
      resume_every: save.resume_every === 'off' ? null : inUpdatesOrEpochs(parseDuration(save.resume_every)),
    },
    start: startOf(experiment),
  };
}

/** What the overlay gives to the model in place of the file of the flags; null where that file is meant. */
function startOf(experiment: Pick<Experiment, 'model' | 'stage'>): object | null {
  const { before } = experiment.stage;
  if (before) return { stage: before.id, weights: before.weights };
  return startsAtRandom(experiment) ? { weights: 'random' } : null;
}

const inUpdatesOrEpochs = ({ unit, count }: Duration): object => ({
  [unit === 'steps' ? 'updates' : 'epochs']: count,
});
