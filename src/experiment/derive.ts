import type { Experiment } from './experiment.ts';
import { type Duration, parseDuration } from './units.ts';

/** Numbers that follow from the experiment alone. */
export interface Derived {
  /** Processes, one a GPU. */
  readonly worldSize: number;
  /** Images of all GPUs in one micro step. */
  readonly imagesPerMicroStep: number;
  /** Micro steps an optimizer step: batch / (micro_batch × world size). Not whole when the batch does not divide: a rule says so. */
  readonly accumulation: number;
  readonly length: Duration;
  /** Rows of an epoch, `times` counted, before bad images and filters take some away; undefined when a source does not state its rows. */
  readonly rows?: number;
  /**
   * Optimizer steps of the whole run. Of a length in epochs they are about what `rows` give: filters take rows away, buckets are filled up,
   * and the index alone says how many are left.
   */
  readonly updates?: number;
}

/** The numbers of one experiment, each a formula of one line. */
export function derive(experiment: Experiment): Derived {
  const worldSize = experiment.machine.gpus_per_node * experiment.machine.nodes;
  const imagesPerMicroStep = experiment.machine.memory.micro_batch * worldSize;
  const accumulation = experiment.batch / imagesPerMicroStep;
  const length = parseDuration(experiment.length);
  const rows = rowsOf(experiment);
  const updates = updatesOf(length, rows, experiment.batch);
  return {
    worldSize,
    imagesPerMicroStep,
    accumulation,
    length,
    ...(rows !== undefined && { rows }),
    ...(updates !== undefined && { updates }),
  };
}

function rowsOf({ data }: Experiment): number | undefined {
  return Object.values(data.sources).reduce<number | undefined>(
    (sum, { rows, times }) => (sum === undefined || rows === undefined ? undefined : sum + rows * times),
    0,
  );
}

function updatesOf({ unit, count }: Duration, rows: number | undefined, batch: number): number | undefined {
  if (unit === 'steps') return count;
  return rows === undefined ? undefined : Math.floor((rows * count) / batch);
}

/** A number of optimizer steps as a sentence has it: `about 90` where the index may say otherwise. */
export const updatesText = (updates: number, { length }: Pick<Derived, 'length'>): string =>
  length.unit === 'steps' ? `${updates}` : `about ${updates}`;
