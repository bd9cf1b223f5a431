import { derive } from '../../src/experiment/derive.ts';
import { emaOf, type Experiment } from '../../src/experiment/experiment.ts';
import { parseDuration } from '../../src/experiment/units.ts';

/** An experiment as far as the trainer's arguments tell it; `root` is the folder that the launch script finds for it. */
export function told(experiment: Experiment, root: string) {
  const { model, method, resolution, machine, optimizer, diffusion, captions, data } = experiment;
  const { memory } = machine;
  return {
    name: experiment.name,
    seed: experiment.seed,
    model: { size: model.size, conditions: model.version !== 'v1.2', weights: weightsOf(experiment, root) },
    method: method.kind === 'ipadapter' ? { ...method, weights: adapterOf(experiment, root) } : method,
    resolution,
    microBatch: memory.micro_batch,
    accumulation: derive(experiment).accumulation,
    optimizer: { lr: optimizer.lr, weight_decay: optimizer.weight_decay },
    ema: emaOf(experiment) ?? 'none',
    diffusion,
    random_flip: data.random_flip,
    uncond: captions.uncond,
    length: parseDuration(experiment.length),
    every: parseDuration(experiment.save.every),
    workers: machine.workers,
    zero: memory.zero,
    checkpointed: Number(memory.gradient_checkpointing),
    attention: memory.attention,
    encoder_dtype: memory.encoder_dtype,
  };
}

function weightsOf({ model, machine }: Experiment, root: string): string | null {
  if (model.weights === 'random') return null;
  if (model.weights.includes('/')) return under(root, model.weights);
  const folder = model.version === 'v1.1' ? 'model_v1_1' : 'model';
  return `${under(root, machine.checkout)}/ckpts/t2i/${folder}/pytorch_model_${model.weights}.pt`;
}

/** The file of the adapter to go on from; null for a new one. */
function adapterOf({ method, machine }: Experiment, root: string): string | null {
  if (method.kind !== 'ipadapter' || method.weights === 'none') return null;
  if (method.weights === 'public') return `${under(root, machine.checkout)}/ckpts/t2i/model/ipa.pt`;
  return under(root, method.weights);
}

/** A path of an experiment as the launch script has it. */
export const under = (root: string, path: string): string =>
  path.startsWith('/') ? path : `${root}/${path}`;
