import { posix } from 'node:path';
import type { Experiment } from '../experiment/experiment.ts';

/** Where the files of an experiment lie, relative to its folder (the packed data: wherever the machine says). */
export interface Paths {
  /** `launch/<name>/<machine>` */
  readonly launch: string;
  /** What trains every stage on one node. */
  readonly runScript: string;
  /** What starts that on every node. */
  readonly startScript: string;
  /** The array job that packs the data, where the machine has one. */
  readonly packScript: string;
  /** `launch/<name>/<machine>/<stage>` */
  readonly stage: string;
  readonly overlay: string;
  /** `packed/index/<name>/<stage>.json` */
  readonly index: string;
  /** `runs/<name>/<stage>` */
  readonly run: string;
}

const START_SCRIPTS = {
  local: 'run.sh',
  hosts: 'hosts.sh',
  slurm: 'submit.sh',
  kubernetes: 'kubernetes.sh',
} as const;

/** The layout of everything that is written for an experiment. */
export function pathsOf({
  name,
  machineName,
  machine,
  stage,
}: Pick<Experiment, 'name' | 'machineName' | 'machine' | 'stage'>): Paths {
  const launch = posix.join('launch', name, machineName);
  return {
    launch,
    runScript: posix.join(launch, 'run.sh'),
    startScript: posix.join(launch, START_SCRIPTS[machine.launch.kind]),
    packScript: posix.join(launch, 'pack.sbatch'),
    stage: posix.join(launch, stage.id),
    overlay: posix.join(launch, 'overlay'),
    index: posix.join(machine.packed, 'index', name, `${stage.id}.json`),
    run: posix.join('runs', name, stage.id),
  };
}
