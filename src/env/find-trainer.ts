import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { canReach } from '../disk/can-reach.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { type Env, findProgram, onCpu } from './find-program.ts';

/** One thing that training needs and that is not here. */
export interface Missing {
  readonly what: string;
  readonly wayOut: string;
}

/**
 * What training needs on this machine and does not find; empty when it can start. Where the ranks run on other machines, each
 * of them looks for what it needs itself (templates/launch/launch.sh).
 */
export async function findMissing(
  experiment: Experiment,
  folder: string,
  env: Env,
): Promise<readonly Missing[]> {
  const checkout = resolve(folder, experiment.machine.checkout);
  const { kind } = experiment.machine.launch;
  const [isHere, isInCluster] = [kind === 'local', kind === 'kubernetes'];
  const answers = await Promise.all([
    ...(isHere ? [missingCheckout(checkout, experiment)] : []),
    missingLauncher(experiment, env),
    ...(isHere ? [missingGpus(experiment, env)] : []),
    ...(isInCluster ? [] : [missingSecrets(experiment, env)]),
  ]);
  return answers.flat();
}

async function missingCheckout(checkout: string, { trainer, machine }: Experiment): Promise<Missing[]> {
  if (await canReach(join(checkout, 'hydit', 'train_deepspeed.py'))) return [];
  const wayOut = `Put a checkout of Tencent/HunyuanDiT at commit ${trainer.commit.slice(0, 7)} there with its weights under \`ckpts/\`, or set \`machine.checkout\`.`;
  return [{ what: `no HunyuanDiT checkout at \`${machine.checkout}\``, wayOut }];
}

/** A command that starts the processes, and where to get it. */
export interface Launcher {
  readonly command: string;
  readonly wayOut: string;
}

/** What starts the processes, by the kind of launch. */
export const LAUNCHERS = {
  local: {
    command: 'deepspeed',
    wayOut: 'Activate the Python environment of the trainer (`pip install deepspeed` in it).',
  },
  hosts: { command: 'ssh', wayOut: 'Install an ssh client that reaches each host without a password.' },
  slurm: { command: 'sbatch', wayOut: 'Start it on a machine from which jobs are submitted.' },
  kubernetes: { command: 'kubectl', wayOut: 'Install it, with access to the cluster.' },
} as const satisfies Record<Experiment['machine']['launch']['kind'], Launcher>;

async function missingLauncher({ machine }: Experiment, env: Env): Promise<Missing[]> {
  const { command, wayOut } = LAUNCHERS[machine.launch.kind];
  if (await findProgram(command, env)) return [];
  return [{ what: `\`${command}\` is not on the PATH`, wayOut }];
}

async function missingGpus({ machine }: Experiment, env: Env): Promise<Missing[]> {
  if (onCpu(env)) return [];
  const found = (await names('/dev')).filter((name) => /^nvidia\d+$/.test(name)).length;
  if (found >= machine.gpus_per_node) return [];
  const wayOut =
    'Copy the experiment with `launch/` and `packed/` to the machine that has them and run its `run.sh` there; Node is not needed.';
  return [
    {
      what: `${found === 0 ? 'no GPU' : `${found} GPUs`} here, the experiment wants ${machine.gpus_per_node}`,
      wayOut,
    },
  ];
}

async function missingSecrets({ machine }: Experiment, env: Env): Promise<Missing[]> {
  const unset = machine.secrets.filter((name) => !env[name]);
  return unset.map((name) => ({
    what: `the environment variable \`${name}\` is not set`,
    wayOut: `Set it: \`export ${name}=…\`.`,
  }));
}

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
