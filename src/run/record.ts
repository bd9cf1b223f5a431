import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readIfThere } from '../disk/read-if-there.ts';
import { DitcError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import { version } from '../version.ts';
import type { WatchedStage } from '../watch/watcher.ts';
import { SIGNALS } from './execute.ts';
import { groupLives, identify, lives, type ProcessIdentity } from './process-identity.ts';
import { RUN_FILES } from './run-files.ts';
import { writeWhole } from './write-whole.ts';

/** What is known of a training: written when it starts, completed when it ends. */
export interface RunRecord {
  readonly formatVersion: 1;
  readonly ditc: string;
  readonly experiment: Plan['experiment'];
  readonly argv: readonly string[];
  readonly stages: readonly Pick<WatchedStage, 'id' | 'batch' | 'updates'>[];
  /** The `ditc run` that looks after it. */
  readonly process: ProcessIdentity;
  /** The first process of the training, whose number is that of its process group. */
  readonly training?: ProcessIdentity;
  readonly started: string;
  readonly ended?: string;
  readonly exitStatus?: number;
}

/** A record of a training that starts now. */
export function startRecord(plan: Plan, argv: readonly string[], stages: readonly WatchedStage[]): RunRecord {
  return {
    formatVersion: 1,
    ditc: version,
    experiment: plan.experiment,
    argv,
    stages: stages.map(({ id, batch, updates }) => ({ id, batch, updates })),
    process: identify(process.pid),
    started: new Date().toISOString(),
  };
}

/** Writes `run.json` whole; `shown` is the path as a message names it. */
export async function writeRecord(path: string, record: RunRecord, shown: string): Promise<void> {
  await writeWhole({ path, content: `${JSON.stringify(record, undefined, 2)}\n`, mode: 0o644, shown });
}

/** The record of the last start of a run; undefined before the first. `shown` is the folder as a message names it. */
export async function readRecord(folder: string, shown: string): Promise<RunRecord | undefined> {
  const text = await readIfThere(join(folder, RUN_FILES.record));
  if (text === undefined) return undefined;
  const record = parseRecord(text);
  if (record !== undefined) return record;
  throw new DitcError('env/broken-run', `the record of \`${shown}\` cannot be read`, {
    help: `Its \`${RUN_FILES.record}\` is not what \`ditc run\` writes. Delete it if nothing trains there: what the trainer itself left beside it says the rest.`,
  });
}

/** Undefined for what `ditc run` has not written, or not whole. */
function parseRecord(text: string): RunRecord | undefined {
  try {
    const record = JSON.parse(text) as RunRecord; // what everyone reads of it is looked at
    const { experiment, process, stages, started } = record;
    const texts = [experiment.name, experiment.file, started];
    return texts.every((each) => typeof each === 'string') &&
      typeof process.pid === 'number' &&
      Array.isArray(stages)
      ? record
      : undefined;
  } catch {
    return undefined; // no JSON, or one without these parts
  }
}

/**
 * How a training stands. `unknown`: it was not ended, and it ran on another machine or before a restart of this one. `unattended`: it has
 * no record, since `ditc run` did not start it.
 */
export type RunState = 'running' | 'done' | 'stopped' | 'failed' | 'killed' | 'unknown' | 'unattended';

/** Statuses of a training that a signal to `ditc run` has ended. */
const STOPPED: readonly number[] = SIGNALS.map((signal) => 128 + constants.signals[signal]);

/** How a training stands, by its record and by whether the process that looks after it lives. */
export function stateOf({ exitStatus, process: own }: RunRecord): RunState {
  if (exitStatus !== undefined)
    return exitStatus === 0 ? 'done' : STOPPED.includes(exitStatus) ? 'stopped' : 'failed';
  const alive = lives(own);
  return alive === undefined ? 'unknown' : alive ? 'running' : 'killed';
}

/** How long what a killed run has left is waited for, and how often it is looked for. */
const LEFT_MS = 60_000;
const LOOK_MS = 200;

/** Refuses to start beside a training of the same experiment, and waits until one that was killed is gone to its last process. */
export async function waitForLast(record: RunRecord | undefined, shown: string): Promise<void> {
  if (record === undefined || record.ended !== undefined) return;
  const { pid } = record.process;
  if (stateOf(record) === 'running')
    throw new DitcError(
      'env/runs-already',
      `\`${record.experiment.name}\` is being trained by process ${pid}`,
      {
        help: `\`ditc status ${record.experiment.name}\` says how far it is. Two trainings cannot share \`${shown}\`.`,
      },
    );
  const until = Date.now() + LEFT_MS;
  while (record.training && groupLives(record.training)) {
    if (Date.now() > until)
      throw new DitcError(
        'env/runs-already',
        `processes of the last training are still there, in group ${record.training.pid}`,
        { help: `End them with \`kill -9 -- -${record.training.pid}\` and start again.` },
      );
    await setTimeout(LOOK_MS);
  }
}
