import type { Launch, Option } from './launch.ts';

/** Processes that a launch starts, as far as it says. */
export interface Devices {
  readonly nodes: number;
  /** Undefined when nothing says it: the launcher takes all that the machine has. */
  readonly gpusPerNode: number | undefined;
  readonly port: number | undefined;
}

/** Nodes, GPUs and port of a launch: options of the launcher, else the visible devices. */
export function devicesOf(launch: Launch): Devices {
  const { options } = launch;
  const number = (...names: readonly string[]): number | undefined => {
    const text = names.map((name) => options.get(name)?.value?.text).find((text) => text !== undefined);
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const slots = slotsOf(options.get('include') ?? options.get('i'));
  const nodes = number('num_nodes', 'nnodes', 'num_machines') ?? (slots ? slots.length : 1);
  const processes = number('num_processes');
  return {
    nodes: Math.max(1, nodes),
    gpusPerNode:
      number('num_gpus', 'nproc_per_node') ??
      (processes === undefined ? undefined : Math.max(1, Math.floor(processes / nodes))) ??
      slots?.[0]?.length ??
      visibleDevices(launch),
    port: number('master_port', 'main_process_port'),
  };
}

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
