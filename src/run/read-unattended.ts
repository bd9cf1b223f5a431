import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { canReach } from '../disk/can-reach.ts';
import { listFolders } from '../disk/list-folders.ts';
import { readIfThere } from '../disk/read-if-there.ts';
import { NEVER } from '../targets/launch/flags/run-flags.ts';
import { sourceOfHeader } from '../targets/launch/header-line.ts';
import type { WatchedStage } from '../watch/watcher.ts';
import { TRAINER_LOG } from './run-files.ts';

/** A training that nobody looked after: `run.sh` alone started it, a job or pods. It says less than `run.json` does. */
export interface UnattendedRun {
  /** Stages that have started, in their order. */
  readonly stages: readonly WatchedStage[];
  /** When the last of them started, ISO 8601. */
  readonly started: string;
}

/** What the trainer leaves in the folder of a stage when it starts (hydit/train_deepspeed.py:239-243, commit 368280e). */
const ARGUMENTS = 'args.json';

/** What the trainer itself left below `runs/<name>`; undefined where no stage has started. */
export async function readUnattended(folder: string): Promise<UnattendedRun | undefined> {
  if (await canReach(join(folder, ARGUMENTS))) return undefined; // it is the folder of a stage, with those of its ranks
  const ids = (await listFolders(folder)).filter((name) => !name.includes('.')); // `main.attempt-001`
  const found = await Promise.all(ids.map((id) => readStage(folder, id)));
  const started = found.filter((one) => one !== undefined).toSorted((a, b) => a.startedMs - b.startedMs);
  const last = started.at(-1);
  if (last === undefined) return undefined;
  return { stages: started.map(({ stage }) => stage), started: new Date(last.startedMs).toISOString() };
}

/** The experiment that a training is of, by the launch files beside `runs/`; undefined where they are not there. */
export async function sourceOfRun(folder: string): Promise<string | undefined> {
  const launch = join(dirname(dirname(folder)), 'launch', basename(folder));
  for (const machine of await listFolders(launch)) {
    const script = await readIfThere(join(launch, machine, 'run.sh'));
    const source = sourceOfHeader(script ?? '');
    if (source !== undefined) return source;
  }
  return undefined;
}

async function readStage(
  folder: string,
  id: string,
): Promise<{ readonly stage: WatchedStage; readonly startedMs: number } | undefined> {
  const path = join(folder, id, ARGUMENTS);
  const stage = stageOf(id, (await readIfThere(path)) ?? '');
  if (stage === undefined) return undefined;
  const log = (await readIfThere(join(folder, id, TRAINER_LOG))) ?? '';
  // A copy of the folder may have times of its own.
  return { stage, startedMs: lastStart(log) ?? (await stat(path)).mtimeMs };
}

/** What the trainer says first, in the time of its machine (hydit/utils/tools.py:118-157, commit 368280e). */
const START = /^\S*(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\S* Experiment directory created/gm;

function lastStart(log: string): number | undefined {
  const [, day, time] = [...log.matchAll(START)].at(-1) ?? [];
  return day === undefined ? undefined : Date.parse(`${day}T${time}`);
}

/** A stage by the trainer's arguments; undefined where they are not whole. */
function stageOf(id: string, text: string): WatchedStage | undefined {
  const [microBatch, accumulation, world, microSteps] = numbersOf(text);
  if (microBatch === undefined || accumulation === undefined || world === undefined) return undefined;
  const isSaid = microSteps !== undefined && microSteps < NEVER;
  return {
    id,
    batch: microBatch * accumulation * world,
    accumulation,
    updates: isSaid ? Math.floor(microSteps / accumulation) : undefined,
  };
}

function numbersOf(text: string): readonly (number | undefined)[] {
  try {
    const values = JSON.parse(text) as Readonly<Record<string, unknown>>; // each value is looked at
    return ['batch_size', 'grad_accu_steps', 'world_size', 'max_training_steps'].map((key) =>
      Number.isSafeInteger(values[key]) ? Number(values[key]) : undefined,
    );
  } catch {
    return []; // it is being written, or somebody else's
  }
}
