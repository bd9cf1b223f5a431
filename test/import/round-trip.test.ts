import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import { derive } from '../../src/experiment/derive.ts';
import { emaOf, type Experiment } from '../../src/experiment/experiment.ts';
import { parseDuration } from '../../src/experiment/units.ts';
import { importCalls } from '../../src/import/import-calls.ts';
import { callOfLines } from '../../src/import/read-words.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { weightsPlace } from '../../src/targets/launch/weights.ts';
import { arbitraryExperiment } from '../support/arbitrary-experiment.ts';
import { trainerArgv } from '../support/trainer-argv.ts';

const ROOT = "/home/it's mine/实验";

/** An experiment as far as the trainer's arguments and the number of GPUs tell it. */
function told(experiment: Experiment): object {
  const { model, method, resolution, machine, optimizer, diffusion, captions, data } = experiment;
  const { memory } = machine;
  const every = parseDuration(experiment.save.every);
  return {
    name: experiment.name,
    seed: experiment.seed,
    model: { size: model.size, hasConditions: model.version !== 'v1.2', weights: weightsOf(experiment) },
    method:
      method.kind === 'lora'
        ? { kind: 'lora', rank: method.rank, targets: method.targets }
        : { kind: 'full' },
    resolution,
    batch: experiment.batch,
    gpus: machine.gpus_per_node,
    microBatch: memory.micro_batch,
    accumulation: derive(experiment).accumulation,
    optimizer: { lr: optimizer.lr, weight_decay: optimizer.weight_decay },
    ema: method.kind === 'lora' ? 'none' : (emaOf(experiment) ?? 'none'),
    diffusion,
    random_flip: data.random_flip,
    uncond: captions.uncond,
    length: parseDuration(experiment.length),
    // Which epochs are saved is in stage.json: the flags have every one.
    every: every.unit === 'epochs' ? { ...every, count: 1 } : every,
    resume_every: experiment.save.resume_every,
    workers: machine.workers,
    zero: memory.zero,
    checkpointed: Number(memory.gradient_checkpointing),
    attention: memory.attention,
    encoder_dtype: memory.encoder_dtype,
    port: machine.launch.port,
  };
}

function weightsOf(experiment: Experiment): string {
  const { base, path } = weightsPlace(experiment);
  const folder = base === 'root' ? ROOT : under(ROOT, experiment.machine.checkout);
  return under(folder, path);
}

const under = (folder: string, path: string): string => (path.startsWith('/') ? path : `${folder}/${path}`);

/** What the compiler makes of the experiment that is imported from the arguments of another. */
async function throughArgv(experiment: Experiment): Promise<Experiment> {
  const { gpus_per_node, launch } = experiment.machine;
  const words = [
    'deepspeed',
    `--num_gpus=${gpus_per_node}`,
    '--master_port',
    String(launch.port),
    `${ROOT}/launch/x/local/overlay/train.py`,
    ...trainerArgv(experiment, ROOT),
  ];
  const call = callOfLines(makeSourceFile('argv.txt', words.join('\n')));
  const { experiments } = importCalls([call], [], 'argv.txt');
  const compiled = await compile({
    file: '-',
    bytes: Buffer.from(experiments[0]?.text ?? ''),
    cwd: '/',
    until: 'rules',
  });
  const imported = compiled.stages?.[0].experiment;
  if (imported === undefined)
    throw new Error(JSON.stringify(compiled.diagnostics.map(({ message }) => message)));
  return imported;
}

describe('an experiment, written as arguments and imported', () => {
  it('is the same as far as arguments tell it', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExperiment, async (experiment) => {
        expect(told(await throughArgv(experiment))).toEqual(told(experiment));
      }),
      { numRuns: 200 },
    );
  });
});
