import type { Duration } from '../../experiment/units.ts';
import { parseDuration } from '../../experiment/units.ts';
import { MAIN_STAGE } from '../paths.ts';
import type { TargetInput } from '../target.ts';

/**
 * `stage.json`, which the overlay reads beside deepspeed.json (templates/overlay/settings.py). Counts are optimizer steps
 * (`updates`) or epochs, as the file has them.
 */
export function stageSettings({ experiment, derived }: Pick<TargetInput, 'experiment' | 'derived'>): object {
  const { name, trainer, optimizer, length, save } = experiment;
  return {
    formatVersion: 1,
    name,
    stage: MAIN_STAGE,
    trainer: { commit: trainer.commit, script: 'hydit/train_deepspeed.py' },
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
      optimizer_state: false,
    },
  };
}

const inUpdatesOrEpochs = ({ unit, count }: Duration): object => ({
  [unit === 'steps' ? 'updates' : 'epochs']: count,
});
