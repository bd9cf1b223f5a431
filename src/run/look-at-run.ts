import { basename, join } from 'node:path';
import { listFolders } from '../disk/list-folders.ts';
import { readIfThere } from '../disk/read-if-there.ts';
import { parseEvents, type TrainingEvent } from '../watch/event.ts';
import { type Metrics, parseMetrics } from '../watch/metrics.ts';
import { timeLeft, type TrainingProgress } from '../watch/watcher.ts';
import { readStageRun } from './read-run.ts';
import { readUnattended } from './read-unattended.ts';
import { readRecord, type RunRecord, type RunState, stateOf } from './record.ts';
import { RUN_FILES } from './run-files.ts';

/** What the files of a training say of it. */
export interface RunView {
  readonly name: string;
  readonly state: RunState;
  readonly started: string;
  readonly ended?: string;
  readonly exitStatus?: number;
  /** Of the stage that was measured last. */
  readonly progress?: TrainingProgress;
  /** The last trouble since the start of a training that did not succeed, or else what happened last. */
  readonly last?: TrainingEvent;
  /** Of that stage. */
  readonly metrics: readonly Metrics[];
}

/** The folders of all trainings of an experiment's folder, by name. */
export async function findRuns(folder: string): Promise<readonly string[]> {
  const runs = join(folder, 'runs');
  return (await listFolders(runs)).map((name) => join(runs, name));
}

/** Looks at a training by its folder, `runs/<name>`; undefined where none has started. */
export async function lookAtRun(folder: string): Promise<RunView | undefined> {
  const record = await readRecord(folder, `runs/${basename(folder)}`);
  if (record === undefined) return lookAtUnattended(folder);
  const { started, ended, exitStatus } = record;
  const state = stateOf(record);
  const measured = await lastMeasured(record, folder);
  const progress = measured && progressOf(record, measured.stage, measured.metrics);
  const last = lastThatMatters(
    parseEvents((await readIfThere(join(folder, RUN_FILES.events))) ?? ''),
    started,
    state,
  );
  return {
    name: basename(folder),
    state,
    started,
    ...(ended !== undefined && { ended }),
    ...(exitStatus !== undefined && { exitStatus }),
    ...(progress && { progress }),
    ...(last && { last }),
    metrics: measured?.metrics ?? [],
  };
}

/** The same of a training without a record: as much as the trainer's own files say. */
async function lookAtUnattended(folder: string): Promise<RunView | undefined> {
  const run = await readUnattended(folder);
  const stage = run?.stages.at(-1);
  if (run === undefined || stage === undefined) return undefined;
  const { metrics, checkpoints } = await readStageRun(folder, stage);
  const progress = progressOf(run, stage.id, metrics);
  const newest = checkpoints.at(-1);
  return {
    name: basename(folder),
    state: 'unattended',
    started: run.started,
    ...(progress && { progress }),
    ...(newest && {
      last: {
        time: newest.saved,
        severity: 'note',
        kind: 'saved',
        stage: stage.id,
        what: `saved ${newest.name}`,
      },
    }),
    metrics,
  };
}

/** The lines of the last stage that has any. */
async function lastMeasured(
  { stages }: RunRecord,
  folder: string,
): Promise<{ readonly stage: string; readonly metrics: readonly Metrics[] } | undefined> {
  for (const { id } of stages.toReversed()) {
    const metrics = parseMetrics((await readIfThere(join(folder, id, RUN_FILES.metrics))) ?? '');
    if (metrics.length > 0) return { stage: id, metrics };
  }
  return undefined;
}

function progressOf(
  { stages }: Pick<RunRecord, 'stages'>,
  id: string,
  metrics: readonly Metrics[],
): TrainingProgress | undefined {
  const [last, stage] = [metrics.at(-1), stages.find((each) => each.id === id)];
  return last && { ...last, stage: id, updates: stage?.updates, ...timeLeft(stages, id, metrics) };
}

function lastThatMatters(
  events: readonly TrainingEvent[],
  started: string,
  state: RunState,
): TrainingEvent | undefined {
  const since = events.filter(({ time }) => time >= started);
  const trouble = state === 'done' ? undefined : since.findLast(({ severity }) => severity === 'trouble');
  return trouble ?? since.at(-1);
}
