import { posix } from 'node:path';
import { type Machine, MAIN_STAGE, type StagePlace, type Written } from './experiment.ts';

/** A machine block and where it was written. */
export interface MachineSource {
  readonly machine: Machine;
  /** Path of the machine file relative to the experiment's folder; undefined when the block is inline. */
  readonly file?: string;
}

/** The experiment as one value: machine in place, all paths relative to the experiment's folder. */
export function makeExperiment(
  value: Omit<Written, 'machine' | 'machineName' | 'stage'>,
  source: MachineSource,
  stage: StagePlace = MAIN_STAGE,
): Written {
  const { machine, file } = source;
  if (file === undefined) return { machineName: machine.launch.kind, stage, ...value, machine };
  const folder = posix.dirname(file);
  const moved = (path: string): string => (posix.isAbsolute(path) ? path : posix.join(folder, path));
  return {
    ...value,
    machine: {
      ...machine,
      checkout: moved(machine.checkout),
      packed: moved(machine.packed),
      launch:
        'hostfile' in machine.launch
          ? { ...machine.launch, hostfile: moved(machine.launch.hostfile) }
          : machine.launch,
      ...(machine.data_root !== undefined && { data_root: moved(machine.data_root) }),
    },
    stage,
    machineName: posix.basename(file).replace(/\.ya?ml$/, ''),
  };
}
