import { posix } from 'node:path';
import type { Derived } from '../experiment/derive.ts';
import { emaOf, type Experiment } from '../experiment/experiment.ts';
import { type Argument, argumentLine, trainerArguments } from '../targets/launch/command.ts';
import { quote } from '../targets/launch/quote.ts';
import { lastCheckpoint, weightsPlace } from '../targets/launch/weights.ts';

/**
 * Flags of the training that upstream's sampler reads too, with other defaults: a `--beta-end` of 0.02 (hydit/config.py:66,
 * hydit/inference.py:138-145, commit 368280e, T149).
 */
const SHARED: ReadonlySet<Argument['flag']> = new Set([
  '--model',
  '--use-style-cond',
  '--size-cond',
  '--predict-type',
  '--noise-schedule',
  '--beta-start',
  '--beta-end',
  '--infer-mode',
]);

/**
 * The command that draws a picture with what a stage leaves, from the experiment's folder; undefined where upstream's sampler cannot
 * read it: ZeRO stage 3 leaves parts of the weights, and an adapter on random numbers has no model to be put on.
 */
export function samplingOf(experiment: Experiment, derived: Derived): string | undefined {
  const { machine, resolution } = experiment;
  if (machine.memory.zero === 3) return undefined;
  const weights = weightsWords(experiment, quote(posix.join(machine.checkout, 'sample_t2i.py')));
  if (weights === undefined) return undefined;
  const size = resolution.kind === 'single' ? resolution.size : resolution.base;
  return [
    weights,
    `--model-root ${quote(posix.join(machine.checkout, 'ckpts'))} --image-size ${size} ${size}`,
    ...trainerArguments({ experiment, derived })
      .filter(({ flag }) => SHARED.has(flag))
      .map(argumentLine),
    "--no-enhance --prompt '…'",
  ].join(' ');
}

/**
 * The start of the command, with its weights. The sampler takes the average by default (`--load-key`, hydit/config.py:83); of a file that
 * has both the trainer takes `module`. A checkpoint holds a Namespace, which torch >= 2.6 refuses without the variable (T35).
 */
function weightsWords(experiment: Experiment, script: string): string | undefined {
  const trained = lastCheckpoint(experiment, experiment.stage.id);
  if (experiment.method.kind === 'full') {
    const file = quote(posix.join(trained, 'mp_rank_00_model_states.pt'));
    const key = emaOf(experiment) ? 'ema' : 'module';
    return `TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1 python ${script} --dit-weight ${file} --load-key ${key}`;
  }
  const place = weightsPlace(experiment);
  if (place === undefined) return undefined;
  const start = place.base === 'checkout' ? posix.join(experiment.machine.checkout, place.path) : place.path;
  return `python ${script} --dit-weight ${quote(start)} --load-key module --lora-ckpt ${quote(trained)}`;
}
