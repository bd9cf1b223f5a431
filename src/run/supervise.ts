import { join } from 'node:path';
import type { CommandStep } from '../plan/plan.ts';
import type { TrainingEvent } from '../watch/event.ts';
import { type TrainingProgress, type WatchedStage, Watcher } from '../watch/watcher.ts';
import { execute, type StreamName } from './execute.ts';
import { tooLittleSpace } from './free-space.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { RunFiles } from './run-files.ts';
import { LineSplitter } from './split-lines.ts';

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
  const supervisor = new Supervisor(join(root, supervision.runs), supervision);
  const timer = setInterval(() => void supervisor.look(), LOOK_MS);
  supervisor.files.forgetToStop(); // of a start that ended before it was seen
  try {
    return await execute(step, join(root, step.cwd), {
      onStart: supervision.onStart,
      onInterrupt: () => {
        supervisor.files.askToStop();
        supervision.onInterrupt();
      },
      onOutput: (stream, bytes) => supervisor.take(stream, bytes),
    });
  } finally {
    clearInterval(timer);
    supervisor.files.forgetToStop();
  }
}

/** Hands what is written and what happens to files and to whoever is told. */
class Supervisor {
  readonly files: RunFiles;
  readonly #folder: string;
  readonly #supervision: Supervision;
  readonly #watcher: Watcher;
  readonly #splitters = { stdout: new LineSplitter(), stderr: new LineSplitter() };

  constructor(folder: string, supervision: Supervision) {
    [this.#folder, this.#supervision] = [folder, supervision];
    this.#watcher = new Watcher(supervision.stages);
    this.files = new RunFiles(folder, supervision.runs, (happening) =>
      this.#tell([this.#watcher.tell(happening)]),
    );
  }

  take(stream: StreamName, bytes: Buffer): void {
    this.#supervision.onOutput(stream, bytes);
    this.files.output(bytes);
    for (const line of this.#splitters[stream].push(bytes)) this.#takeLine(line);
  }

  /** What no line tells of: that none comes, and that the disk fills up. */
  async look(): Promise<void> {
    this.#tell(this.#watcher.stalled());
    const stage = this.#supervision.stages.find(({ id }) => id === this.#watcher.stage);
    if (stage?.checkpoint === undefined) return;
    const full = await tooLittleSpace(this.#folder, stage.checkpoint);
    if (full) this.#tell(this.#watcher.tellOnce(full));
  }

  #takeLine(line: string): void {
    const { events, metrics, goesOnAfter } = this.#watcher.read(line);
    const { stage } = this.#watcher;
    if (stage !== undefined && goesOnAfter !== undefined) this.files.goesOn(stage, goesOnAfter);
    if (stage !== undefined && metrics) this.files.measured(stage, metrics);
    this.#tell(events);
    const progress = this.#watcher.progress();
    if (metrics && progress) this.#supervision.onProgress(progress);
  }

  #tell(events: readonly TrainingEvent[]): void {
    for (const event of events) {
      this.#supervision.onEvent(event);
      this.files.event(event);
    }
  }
}
