import { posix } from 'node:path';
import { hostfileOf, includeOf, type Launch, type Option } from './launch.ts';
import { gpusOf, nodesOf, type SlurmJob } from './slurm-job.ts';
import type { Word } from './word.ts';

/** Processes that a launch starts, as far as it says, and where. */
export interface Devices {
  readonly nodes: number;
  /** Undefined when nothing says it: the launcher takes all that the machine has. */
  readonly gpusPerNode: number | undefined;
  readonly port: number | undefined;
  readonly hostfile?: string | undefined;
  readonly job?: SlurmJob | undefined;
  /** What the script exports. */
  readonly environment: ReadonlyMap<string, Word>;
}

/** Nodes, GPUs and port of a launch: options of the launcher, else its hosts, the visible devices, and the job that it runs in. */
export function devicesOf(launch: Launch): Devices {
  const { options, call } = launch;
  const number = (...names: readonly string[]): number | undefined => {
    const text = names.map((name) => options.get(name)?.value?.text).find((text) => text !== undefined);
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const include = includeOf(options);
  const slots = slotsOf(include);
  const names = include?.value?.text.split('@').map((host) => host.split(':')[0]);
  const hosts = launch.hosts?.filter(({ name }) => names === undefined || names.includes(name));
  const nodes = Math.max(
    1,
    number('num_nodes', 'nnodes', 'num_machines') ??
      slots?.length ??
      hosts?.length ??
      (isStartedBySlurm(launch) ? nodesOf(call.job) : undefined) ??
      1,
  );
  const processes = number('num_processes');
  const hostfile = hostfileOf(options);
  return {
    nodes,
    gpusPerNode:
      number('num_gpus', 'nproc_per_node') ??
      (processes === undefined ? undefined : Math.max(1, Math.floor(processes / nodes))) ??
      slots?.[0]?.length ??
      hosts?.[0]?.slots ??
      visibleDevices(launch) ??
      gpusOf(call.job).count,
    port: number('master_port', 'main_process_port'),
    hostfile: hostfile?.unknown === undefined ? hostfile?.text : undefined,
    job: call.job && call.job.size > 0 ? call.job : undefined,
    environment: call.env,
  };
}

/** srun starts a command on each node of its job. */
export const isStartedBySlurm = ({ call, launcher }: Launch): boolean =>
  call.words.slice(0, call.words.indexOf(launcher)).some(({ text }) => posix.basename(text) === 'srun');

/** The slots of each host in `host:0,1@other:0,1`; none of a host that names none. */
export function slotsOf(option: Option | undefined): readonly (readonly number[])[] | undefined {
  const text = option?.value?.text;
  if (text === undefined) return undefined;
  const hosts = text.split('@').map((host) => host.split(':')[1]);
  return hosts.every((slots) => slots !== undefined && /^\d+(,\d+)*$/.test(slots))
    ? hosts.map((slots) => (slots ?? '').split(',').map(Number))
    : undefined;
}

function visibleDevices({ call }: Launch): number | undefined {
  const text = call.env.get('CUDA_VISIBLE_DEVICES')?.text;
  return text !== undefined && /^\d+(,\d+)*$/.test(text) ? text.split(',').length : undefined;
}
