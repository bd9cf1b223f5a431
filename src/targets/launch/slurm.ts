import type { Experiment, Machine } from '../../experiment/experiment.ts';

type SlurmLaunch = Extract<Machine['launch'], { kind: 'slurm' }>;
type SlurmPack = NonNullable<SlurmLaunch['pack']>;

/**
 * The lines by which `sbatch` (Slurm 22.05) learns what the job needs. It reads them up to the first command and splits them at
 * blanks, so no value may hold one: the schema sees to it.
 */
export function slurmOptions(
  { name, machine }: Pick<Experiment, 'name' | 'machine'>,
  launch: SlurmLaunch,
): readonly string[] {
  const { partition, account, qos, constraint, gpu_type: type, requeue } = launch;
  const gpus = machine.gpus_per_node;
  const options = {
    'job-name': name,
    partition,
    account,
    qos,
    constraint,
    nodes: machine.nodes,
    'ntasks-per-node': 1,
    // A process that trains and its loaders, for each GPU.
    'cpus-per-task': gpus * (1 + machine.workers),
    gres: ['gpu', ...(type === undefined ? [] : [type]), gpus].join(':'),
    time: String(launch.time),
    'open-mode': 'append',
    signal: requeue ? `B:USR1@${secondsBefore(launch)}` : undefined,
  };
  return [...optionLines(options), `#SBATCH --${requeue ? 'requeue' : 'no-requeue'}`];
}

/**
 * The same for the array job that packs the data. A task that a node has lost is not put back: the lock of its part bears the name of
 * that node, and only a person can say that it is down.
 */
export function slurmPackOptions(
  { name }: Pick<Experiment, 'name'>,
  launch: SlurmLaunch,
  pack: SlurmPack,
): readonly string[] {
  const { parts, at_once: atOnce, memory } = pack;
  const options = {
    'job-name': `${name}-pack`,
    array: `1-${parts}${atOnce === undefined ? '' : `%${atOnce}`}`,
    partition: pack.partition ?? launch.partition,
    account: pack.account ?? launch.account,
    qos: pack.qos ?? (pack.partition === undefined ? launch.qos : undefined),
    nodes: 1,
    ntasks: 1,
    'cpus-per-task': pack.cpus,
    // Slurm's units are powers of 1024 (man sbatch, --mem).
    mem: memory?.replace('iB', ''),
    time: String(pack.time),
  };
  return [...optionLines(options), '#SBATCH --no-requeue'];
}

const optionLines = (options: Readonly<Record<string, string | number | undefined>>): readonly string[] =>
  Object.entries(options).flatMap(([option, value]) =>
    value === undefined ? [] : [`#SBATCH --${option}=${value}`],
  );

/** Seconds between the signal and the limit. */
const secondsBefore = ({ stop_before: before }: SlurmLaunch): number => 60 * Number(before.split(' ', 1)[0]);

/**
 * Seconds that the run has to leave before it is put back into the queue all the same. Slurm's signal may come a minute early or
 * late (`man sbatch`, --signal).
 */
export const slurmPatience = (launch: SlurmLaunch): number => secondsBefore(launch) - 90;

/**
 * The port as the job's script writes it. Jobs may share a node, so the default follows from the number of the job; it lies below
 * the ports that Linux hands out by itself, from 32768, and those that Kubernetes gives to services, from 30000.
 */
export const slurmPort = ({ port }: SlurmLaunch): string =>
  port === undefined ? '$((20000 + SLURM_JOB_ID % 10000))' : String(port);
