import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { importCalls } from '../../src/import/import-calls.ts';
import { callOfLines } from '../../src/import/read-words.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { overlayWrites } from '../../src/targets/launch/trainer.ts';
import { arbitraryExperiment } from '../support/arbitrary-experiment.ts';
import { told } from '../support/told.ts';
import { trainerArgv } from '../support/trainer-argv.ts';

const ROOT = "/home/it's mine/实验";

/** An experiment as far as the arguments and the launcher's options tell it. */
function toldByCommand(experiment: Experiment): object {
  const { method, machine, save, batch } = experiment;
  const common = told(experiment, ROOT);
  return {
    ...common,
    batch,
    gpus: machine.gpus_per_node,
    port: portOf(machine),
    resume_every: save.resume_every,
    // The trainers keep no average of a LoRA or of a ControlNet.
    ema: method.kind === 'lora' || method.kind === 'controlnet' ? 'none' : common.ema,
    // All blocks of a ControlNet are recomputed, or none.
    checkpointed: method.kind === 'controlnet' ? Math.ceil(common.checkpointed) : common.checkpointed,
    every: overlayWrites(experiment) ? 'in stage.json' : everyOf(common),
  };
}

/** The port of the launches that are drawn here, which are all local. */
function portOf({ launch }: Pick<Experiment['machine'], 'launch'>): number {
  if (launch.kind !== 'local') throw new Error(launch.kind);
  return launch.port;
}

/** Which epochs are saved is in stage.json: the flags have every one. */
const everyOf = ({ every }: ReturnType<typeof told>): object =>
  every.unit === 'epochs' ? { ...every, count: 1 } : every;

/** What the compiler makes of the experiment that is imported from the arguments of another. */
async function throughArgv(experiment: Experiment): Promise<Experiment> {
  const { gpus_per_node } = experiment.machine;
  const words = [
    'deepspeed',
    `--num_gpus=${gpus_per_node}`,
    '--master_port',
    String(portOf(experiment.machine)),
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
        expect(toldByCommand(await throughArgv(experiment))).toEqual(toldByCommand(experiment));
      }),
      { numRuns: 200 },
    );
  });
});
