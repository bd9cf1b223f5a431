import { posix } from 'node:path';
import type { Experiment } from '../experiment/experiment.ts';

/** The one stage of an experiment without stages. */
export const MAIN_STAGE = 'main';

/** Where the files of an experiment lie, relative to its folder (the packed data: wherever the machine says). */
export interface Paths {
  /** `launch/<name>/<machine>` */
  readonly launch: string;
  readonly runScript: string;
  /** `launch/<name>/<machine>/main` */
  readonly stage: string;
  readonly overlay: string;
  /** `packed/index/<name>/main.json` */
  readonly index: string;
  /** `runs/<name>/main` */
  readonly run: string;
}

/** The layout of everything that is written for an experiment. */
export function pathsOf({
  name,
  machineName,
  machine,
}: Pick<Experiment, 'name' | 'machineName' | 'machine'>): Paths {
  const launch = posix.join('launch', name, machineName);
  return {
    launch,
    runScript: posix.join(launch, 'run.sh'),
    stage: posix.join(launch, MAIN_STAGE),
    overlay: posix.join(launch, 'overlay'),
    index: posix.join(machine.packed, 'index', name, `${MAIN_STAGE}.json`),
    run: posix.join('runs', name, MAIN_STAGE),
  };
}
