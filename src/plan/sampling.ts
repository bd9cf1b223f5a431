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
 * read it: ZeRO stage 3 leaves parts of the weights, an adapter on random numbers has no model to be put on, and that of IP-Adapters
 * reads `ckpts/t2i/model/ipa.pt` of the checkout and nothing else (hydit/inference_ipadapter.py:374-380, commit 368280e).
 */
export function samplingOf(experiment: Experiment, derived: Derived): string | undefined {
  const { machine, method, resolution } = experiment;
  if (machine.memory.zero === 3) return undefined;
  const weights = weightsWords(experiment);
  if (weights === undefined) return undefined;
  const size = resolution.kind === 'single' ? resolution.size : resolution.base;
  return [
    weights,
    `--model-root ${quote(posix.join(machine.checkout, 'ckpts'))} --image-size ${size} ${size}`,
    ...trainerArguments({ experiment, derived })
      .filter(({ flag }) => SHARED.has(flag))
      .map(argumentLine),
    ...(method.kind === 'controlnet' ? [`--control-type ${method.control} --condition-image-path '…'`] : []),
    "--no-enhance --prompt '…'",
  ].join(' ');
}

/** Lets torch >= 2.6 read a checkpoint, which holds a Namespace (T35). */
const READS_CHECKPOINT = 'TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1';

/** DeepSpeed's file of the trained weights in a checkpoint. */
const STATES = 'mp_rank_00_model_states.pt';

/**
 * The start of the command, with its weights. The sampler takes the average by default (`--load-key`, hydit/config.py:83, commit 368280e);
 * of a file that has both the trainer takes `module`.
 */
function weightsWords(experiment: Experiment): string | undefined {
  const { machine, method, stage } = experiment;
  const python = (script: string): string => `python ${quote(posix.join(machine.checkout, script))}`;
  const trained = lastCheckpoint(experiment, stage.id);
  const states = quote(posix.join(trained, STATES));
  if (method.kind === 'full') {
    const key = emaOf(experiment) ? 'ema' : 'module';
    return `${READS_CHECKPOINT} ${python('sample_t2i.py')} --dit-weight ${states} --load-key ${key}`;
  }
  const start = startWords(experiment);
  if (start === undefined || method.kind === 'ipadapter') return undefined;
  if (method.kind === 'lora') return `${python('sample_t2i.py')} ${start} --lora-ckpt ${quote(trained)}`;
  return `${READS_CHECKPOINT} ${python('sample_controlnet.py')} ${start} --controlnet-weight ${states}`;
}

/** The model that was trained beside. */
function startWords(experiment: Experiment): string | undefined {
  const place = weightsPlace(experiment);
  if (place === undefined) return undefined;
  const path = place.base === 'checkout' ? posix.join(experiment.machine.checkout, place.path) : place.path;
  return `--dit-weight ${quote(path)} --load-key module`;
}
