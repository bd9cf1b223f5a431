import { rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { formatSize } from '../experiment/units.ts';
import type { CommandStep } from '../plan/plan.ts';
import type { Happening, TrainingEvent } from '../watch/event.ts';
import { parseMetrics } from '../watch/metrics.ts';
import { type TrainingProgress, type WatchedStage, Watcher } from '../watch/watcher.ts';
import { execute, type StreamName } from './execute.ts';
import { GrowingFile } from './growing-file.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { LineSplitter } from './split-lines.ts';
import { toTrouble } from './system-trouble.ts';

/** Where a training leaves what it says: relative to `runs/<name>`, and `metrics` to the folder of a stage. */
export const RUN_FILES = {
  record: 'run.json',
  output: 'output.log',
  events: 'events.jsonl',
  metrics: 'metrics.jsonl',
  /** Asks the trainer to leave behind the optimizer step at hand (templates/overlay/leaving.py). */
  stop: 'stop',
} as const;

/** A stage as the supervision knows it. */
export interface SupervisedStage extends WatchedStage {
  /** Bytes of its next checkpoint, if they are known. */
  readonly checkpoint: number | undefined;
}

/** A training to look after, and who is told of it. */
export interface Supervision {
  /** `runs/<name>`, as the plan has it. */
  readonly runs: string;
  readonly stages: readonly SupervisedStage[];
  readonly onStart: (first: ProcessIdentity) => void;
  /** The first Ctrl-C: the trainer is asked to leave. */
  readonly onInterrupt: () => void;
  /** Each piece of output as it comes. */
  readonly onOutput: (stream: StreamName, bytes: Buffer) => void;
  readonly onEvent: (event: TrainingEvent) => void;
  readonly onProgress: (progress: TrainingProgress) => void;
}

/** Time between looks at the clock and at the disk. */
const LOOK_MS = 5000;

/**
 * Runs the training and looks after it: its output to `output.log`, what it measures to `metrics.jsonl` of the stage, what
 * happens to `events.jsonl`. The status is the trainer's.
 */
export async function supervise(step: CommandStep, root: string, supervision: Supervision): Promise<number> {
  const { runs, onStart, onInterrupt, onOutput, onProgress } = supervision;
  const watcher = new Watcher(supervision.stages);
  const tell = (events: readonly TrainingEvent[]): void => {
    for (const event of events) {
      supervision.onEvent(event);
      files.events.append(`${JSON.stringify(event)}\n`);
    }
  };
  const fileAt = (path: string): GrowingFile =>
    new GrowingFile(join(root, path), (error) => tell([watcher.tell(notWritten(error, path))]));
  const files = {
    output: fileAt(posix.join(runs, RUN_FILES.output)),
    events: fileAt(posix.join(runs, RUN_FILES.events)),
  };
  const metrics = new Map(
    supervision.stages.map(({ id }) => [id, fileAt(posix.join(runs, id, RUN_FILES.metrics))]),
  );

  const takeLine = (line: string): void => {
    const { events, metrics: measured, goesOnAfter } = watcher.read(line);
    const own = metrics.get(watcher.stage ?? '');
    if (goesOnAfter !== undefined) own?.rewrite((content) => cut(content, goesOnAfter));
    if (measured) own?.append(`${JSON.stringify(measured)}\n`);
    tell(events);
    const progress = watcher.progress();
    if (measured && progress) onProgress(progress);
  };
  const splitters = { stdout: new LineSplitter(), stderr: new LineSplitter() };
  const look = async (): Promise<void> => {
    tell(watcher.stalled());
    const stage = supervision.stages.find(({ id }) => id === watcher.stage);
    const full = await nearlyFull(join(root, runs), stage?.checkpoint);
    if (full) tell(watcher.tellOnce(full));
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  const request = join(root, runs, RUN_FILES.stop);
  rmSync(request, { force: true }); // of a start that ended before it was seen
  try {
    return await execute(step, join(root, step.cwd), {
      onStart,
      onInterrupt: () => {
        writeFileSync(request, '');
        onInterrupt();
      },
      onOutput: (stream, bytes) => {
        onOutput(stream, bytes);
        files.output.append(bytes);
        for (const line of splitters[stream].push(bytes)) takeLine(line);
      },
    });
  } finally {
    clearInterval(timer);
    rmSync(request, { force: true });
  }
}

/** The lines up to a step: what was measured behind it is measured again. */
function cut(content: string, step: number): string {
  const kept = parseMetrics(content).filter((line) => line.step <= step);
  return kept.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function notWritten(error: unknown, path: string): Happening {
  const trouble = toTrouble(error, path);
  if (!(trouble instanceof Error)) throw error;
  return {
    severity: 'trouble',
    kind: 'not-written',
    what: trouble.message,
    help: 'The training goes on, and this file is not written any more.',
  };
}

/** That the next checkpoint does not fit on the disk, if so; a disk that cannot be asked says nothing. */
async function nearlyFull(folder: string, checkpoint: number | undefined): Promise<Happening | undefined> {
  if (checkpoint === undefined) return undefined;
  const disk = await statfs(folder).catch(() => undefined);
  if (disk === undefined || disk.bavail * disk.bsize >= checkpoint) return undefined;
  return {
    severity: 'trouble',
    kind: 'disk',
    what: `the next checkpoint needs ${formatSize(checkpoint)}, and ${formatSize(disk.bavail * disk.bsize)} are free`,
    help: 'A run ends when it cannot save. Free space on the disk of `runs/` before the checkpoint is due.',
  };
}
