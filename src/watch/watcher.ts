import type { Happening, TrainingEvent } from './event.ts';
import { type Metrics, secondsAStep } from './metrics.ts';
import { type Measured, readLine, type Said } from './read-line.ts';
import { stallLimit } from './stall.ts';

/** What is known of a stage before it runs. */
export interface WatchedStage {
  readonly id: string;
  /** Images an optimizer step. */
  readonly batch: number;
  /** Micro steps an optimizer step. */
  readonly accumulation: number;
  /** Optimizer steps in all. */
  readonly updates: number | undefined;
  /** The smallest change that would need less memory, if one is known. */
  readonly lessMemory?: string | undefined;
}

/** How far a training is. */
export interface TrainingProgress extends Metrics {
  readonly stage: string;
  readonly updates: number | undefined;
  readonly secondsLeft: number | undefined;
  /** Of this stage and all that follow. */
  readonly secondsLeftInAll: number | undefined;
}

/** What a line gives rise to. */
export interface Noticed {
  readonly events: readonly TrainingEvent[];
  readonly metrics?: Metrics;
  /** The stage goes on after this optimizer step: whatever was measured behind it is measured again. */
  readonly goesOnAfter?: number;
}

/** Overflow is told once so many steps were skipped since the report before, and more than half of all. */
const MANY_SKIPPED = 10;

/** Follows a training by the lines that it writes. Times come from `now`, in milliseconds. */
export class Watcher {
  readonly #stages: readonly WatchedStage[];
  readonly #now: () => number;
  #stage: WatchedStage | undefined;
  #epoch = 0;
  #recent: Metrics[] = [];
  #intervals: number[] = [];
  #lastLine: number | undefined;
  #skipped = { skipped: 0, steps: 0 };
  /** What was told since the stage started: each trouble is told once. */
  #told = new Set<string>();

  constructor(stages: readonly WatchedStage[], now: () => number = Date.now) {
    this.#stages = stages;
    this.#now = now;
  }

  /** The stage that runs. */
  get stage(): string | undefined {
    return this.#stage?.id;
  }

  /** Takes the next line of the output. */
  read(line: string): Noticed {
    const said = readLine(line);
    return said ? this.#take(said) : { events: [] };
  }

  /** The event that nothing happens, once a training hangs. */
  stalled(): readonly TrainingEvent[] {
    const limit = stallLimit(this.#intervals);
    if (limit === undefined || this.#lastLine === undefined) return [];
    const silent = this.#now() - this.#lastLine;
    if (silent < limit) return [];
    return this.tellOnce({
      severity: 'trouble',
      kind: 'stalled',
      what: `no line for ${Math.round(silent / 1000)} s, many times as long as usual`,
      help: 'Look whether the GPUs work (`nvidia-smi`), whether the disk with the data answers, and whether every rank is alive.',
    });
  }

  /** How far it is; undefined before the first line of a stage. */
  progress(): TrainingProgress | undefined {
    const last = this.#recent.at(-1);
    if (last === undefined || this.#stage === undefined) return undefined;
    const { id, updates } = this.#stage;
    return { ...last, stage: id, updates, ...timeLeft(this.#stages, id, this.#recent) };
  }

  /** An event at the present place. */
  tell(happening: Happening): TrainingEvent {
    const step = this.#recent.at(-1)?.step;
    return {
      time: new Date(this.#now()).toISOString(),
      ...happening,
      ...(this.#stage && { stage: this.#stage.id }),
      ...(step !== undefined && { step }),
    };
  }

  /** The same, unless that kind of trouble was told since the stage started. */
  tellOnce(happening: Happening, key = happening.kind): readonly TrainingEvent[] {
    if (this.#told.has(key)) return [];
    this.#told.add(key);
    return [this.tell(happening)];
  }

  #take(said: Said): Noticed {
    switch (said.kind) {
      case 'stage-starts':
        this.#start(said.stage);
        return this.#note(said.kind, `stage ${said.stage} starts`);
      case 'stage-finished':
        return this.#note(said.kind, `stage ${said.stage} is finished`);
      case 'epoch':
        this.#epoch = said.epoch;
        return { events: [] };
      case 'goes-on':
        return { ...this.#note(said.kind, `goes on after step ${said.step}`), goesOnAfter: said.step };
      case 'left':
        return this.#note(said.kind, `left after step ${said.step}, as asked`);
      case 'measured':
        return this.#measure(said);
      case 'saved':
        return this.#note(said.kind, `saved ${said.checkpoint}`);
      case 'skipped':
        return { events: this.#overflow(said) };
      case 'trouble': {
        const { kind, what, help } = said.trouble;
        const less = kind === 'out-of-memory' ? this.#stage?.lessMemory : undefined;
        const found = what.replace('$1', () => said.match[1] ?? '');
        return { events: this.tellOnce({ severity: 'trouble', kind, what: found, help: less ?? help }) };
      }
      case 'words':
        return { events: this.tellOnce(note(said.kind, said.words), said.words) };
    }
  }

  #note(kind: string, what: string): Noticed {
    return { events: [this.tell(note(kind, what))] };
  }

  #start(id: string): void {
    this.#stage = this.#stages.find((stage) => stage.id === id);
    [this.#recent, this.#intervals, this.#lastLine, this.#told] = [[], [], undefined, new Set()];
    [this.#epoch, this.#skipped] = [0, { skipped: 0, steps: 0 }];
  }

  #measure({ microStep, loss, lr, samplesPerSecond, time }: Measured): Noticed {
    const { batch, accumulation } = this.#stage ?? { batch: 1, accumulation: 1 };
    const now = this.#now();
    const metrics: Metrics = {
      step: Math.floor(microStep / accumulation),
      epoch: this.#epoch,
      loss,
      lr,
      // The trainer counts micro steps, and rounds what is slow to nothing; its samples a second are finer.
      steps_per_second: samplesPerSecond / batch,
      samples_per_second: samplesPerSecond,
      time: (time ?? new Date(now)).toISOString(),
    };
    if (this.#lastLine !== undefined) this.#intervals.push(now - this.#lastLine);
    this.#lastLine = now;
    this.#told.delete('stalled');
    this.#recent.push(metrics);
    return { metrics, events: Number.isFinite(loss) ? [] : this.tellOnce(NO_NUMBER) };
  }

  #overflow({
    skipped,
    steps,
  }: {
    readonly skipped: number;
    readonly steps: number;
  }): readonly TrainingEvent[] {
    const [more, of] = [skipped - this.#skipped.skipped, steps - this.#skipped.steps];
    this.#skipped = { skipped, steps };
    if (more < MANY_SKIPPED || more * 2 < of) return [];
    return this.tellOnce({
      severity: 'trouble',
      kind: 'overflow',
      what: `${more} of the last ${of} optimizer steps changed nothing: they overflowed fp16`,
      help: 'The loss stays flat while it lasts. Lower `optimizer.lr`, or lengthen `optimizer.warmup`.',
    });
  }
}

const NO_NUMBER: Happening = {
  severity: 'trouble',
  kind: 'no-number',
  what: 'the loss is no number any more',
  help: 'The weights are lost from here on. Stop the run, go back to a checkpoint from before, and lower `optimizer.lr` or lengthen `optimizer.warmup`.',
};

const note = (kind: string, what: string): Happening => ({ severity: 'note', kind, what });

/** Seconds left of a stage and of all from it on, at the pace of its newest lines; later stages take as long an image. */
export function timeLeft(
  stages: readonly Pick<WatchedStage, 'id' | 'batch' | 'updates'>[],
  id: string,
  metrics: readonly Metrics[],
): Pick<TrainingProgress, 'secondsLeft' | 'secondsLeftInAll'> {
  const index = stages.findIndex((stage) => stage.id === id);
  const [stage, last, pace] = [stages[index], metrics.at(-1), secondsAStep(metrics)];
  if (stage?.updates === undefined || last === undefined || pace === undefined)
    return { secondsLeft: undefined, secondsLeftInAll: undefined };
  const secondsLeft = Math.max(0, stage.updates - last.step) * pace;
  const later = stages
    .slice(index + 1)
    .map(({ updates = Number.NaN, batch }) => (updates * batch * pace) / stage.batch);
  const inAll = later.reduce((sum, seconds) => sum + seconds, secondsLeft);
  return { secondsLeft, secondsLeftInAll: Number.isNaN(inAll) ? undefined : inAll };
}
