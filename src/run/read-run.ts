import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readIfThere } from '../disk/read-if-there.ts';
import { statIfThere } from '../disk/stat-if-there.ts';
import { isMissing } from '../disk/system-error.ts';
import { DitcError } from '../errors.ts';
import { parseEvents, type TrainingEvent } from '../watch/event.ts';
import { type Metrics, parseMetrics } from '../watch/metrics.ts';
import { metricsOfLog } from '../watch/metrics-of-log.ts';
import type { WatchedStage } from '../watch/watcher.ts';
import { readUnattended, sourceOfRun } from './read-unattended.ts';
import { readRecord, type RunRecord } from './record.ts';
import { RUN_FILES, TRAINER_LOG } from './run-files.ts';

/** What is left of a training: `runs/<name>`. */
export interface RunFolder {
  /** Absolute. */
  readonly path: string;
  /** The experiment that was trained, and the name of its file. */
  readonly experiment: Pick<RunRecord['experiment'], 'name' | 'file'>;
  /** When it was started last, ISO 8601. */
  readonly started: string;
  /** What `ditc run` wrote of it; undefined where something else started it. */
  readonly record: RunRecord | undefined;
  /** The stage that is asked for; undefined for all. */
  readonly stage: string | undefined;
  readonly events: readonly TrainingEvent[];
}

/** What a stage of a training left. */
export interface StageRun {
  readonly metrics: readonly Metrics[];
  /** The file that they were read from; undefined where there is none. */
  readonly from: 'metrics.jsonl' | 'log.txt' | undefined;
  readonly checkpoints: readonly Checkpoint[];
}

export interface Checkpoint {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** When its newest file was written, ISO 8601. */
  readonly saved: string;
}

const CHECKPOINTS = 'checkpoints';

/** Whether a path names a run rather than an experiment file. */
export async function isRun(path: string): Promise<boolean> {
  if (basename(path) === RUN_FILES.record) return true;
  return (await statIfThere(path))?.isDirectory() ?? false;
}

/** A run by its folder `runs/<name>`, by that of a stage, or by its `run.json`; `shown` is the path as a message names it. */
export async function openRun(path: string, shown: string): Promise<RunFolder> {
  const named = basename(path) === RUN_FILES.record ? dirname(path) : path;
  const places = [
    { folder: named, stage: undefined },
    { folder: dirname(named), stage: basename(named) },
  ];
  for (const { folder, stage } of places) {
    const record = await readRecord(folder, shown);
    if (record !== undefined) {
      const { experiment, started } = record;
      const events = parseEvents((await readIfThere(join(folder, RUN_FILES.events))) ?? '');
      return { path: folder, experiment, started, record, stage, events };
    }
    const run = await readUnattended(folder);
    if (run !== undefined) {
      const experiment = { name: basename(folder), file: (await sourceOfRun(folder)) ?? noSource(shown) };
      return { path: folder, experiment, started: run.started, record: undefined, stage, events: [] };
    }
  }
  throw new DitcError('env/no-run', `\`${shown}\` is no folder of a run`, {
    help: 'A run is what a training leaves: `runs/<name>`, or a stage in it.',
  });
}

function noSource(shown: string): never {
  throw new DitcError('env/no-run', `nothing says which experiment \`${shown}\` is a training of`, {
    help: `It has no \`${RUN_FILES.record}\`, and the launch files that started it are not beside it. Bring \`launch/\` to where \`runs/\` lies.`,
  });
}

/** What a stage left; `folder` is that of its run. */
export async function readStageRun(folder: string, stage: WatchedStage): Promise<StageRun> {
  const own = join(folder, stage.id);
  const checkpoints = await listCheckpoints(join(own, CHECKPOINTS));
  const metrics = await readIfThere(join(own, RUN_FILES.metrics));
  if (metrics !== undefined) return { metrics: parseMetrics(metrics), from: RUN_FILES.metrics, checkpoints };
  const log = await readIfThere(join(own, TRAINER_LOG));
  if (log !== undefined) return { metrics: metricsOfLog(log, stage), from: TRAINER_LOG, checkpoints };
  return { metrics: [], from: undefined, checkpoints };
}

/** By name, which is by step. */
async function listCheckpoints(folder: string): Promise<readonly Checkpoint[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const found = new Map<string, { readonly size: number; readonly savedMs: number }>();
  for (const entry of entries) {
    const [name = ''] = join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .split(/[\\/]/);
    if (entry.parentPath === folder && !entry.isDirectory()) continue; // `latest`, zero_to_fp32.py
    const file = await statIfThere(join(entry.parentPath, entry.name));
    if (file === undefined) continue; // the trainer deletes old ones while it runs
    const { size, mtimeMs } = file;
    const { size: before, savedMs } = found.get(name) ?? { size: 0, savedMs: 0 };
    found.set(name, { size: before + (entry.isFile() ? size : 0), savedMs: Math.max(savedMs, mtimeMs) });
  }
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { size, savedMs }]) => ({ name, size, saved: new Date(savedMs).toISOString() }));
}
