import { rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Happening, TrainingEvent } from '../watch/event.ts';
import { type Metrics, parseMetrics } from '../watch/metrics.ts';
import { GrowingFile } from './growing-file.ts';
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

/** The log of the trainer itself, in the folder of a stage (hydit/utils/tools.py:118-132, commit 368280e). */
export const TRAINER_LOG = 'log.txt';

/** The files of a training that grow while it runs. What cannot be written is told once, and the training goes on. */
export class RunFiles {
  readonly #folder: string;
  readonly #shown: string;
  readonly #onTrouble: (happening: Happening) => void;
  readonly #files = new Map<string, GrowingFile>();

  /** `shown` is the folder as a message names it. */
  constructor(folder: string, shown: string, onTrouble: (happening: Happening) => void) {
    [this.#folder, this.#shown, this.#onTrouble] = [folder, shown, onTrouble];
  }

  output(bytes: Buffer): void {
    this.#file(RUN_FILES.output).append(bytes);
  }

  event(event: TrainingEvent): void {
    this.#file(RUN_FILES.events).append(`${JSON.stringify(event)}\n`);
  }

  measured(stage: string, metrics: Metrics): void {
    this.#file(posix.join(stage, RUN_FILES.metrics)).append(lineOf(metrics));
  }

  /** Leaves out what was measured behind a step that a stage goes on after: it is measured again. */
  goesOn(stage: string, step: number): void {
    this.#file(posix.join(stage, RUN_FILES.metrics)).rewrite((content) =>
      parseMetrics(content)
        .filter((line) => line.step <= step)
        .map(lineOf)
        .join(''),
    );
  }

  askToStop(): void {
    this.#file(RUN_FILES.stop).append('');
  }

  /** Takes back what nobody has seen. */
  forgetToStop(): void {
    rmSync(join(this.#folder, RUN_FILES.stop), { force: true });
  }

  #file(path: string): GrowingFile {
    const known = this.#files.get(path);
    if (known) return known;
    const onFailure = (error: unknown): void =>
      this.#onTrouble(notWritten(error, posix.join(this.#shown, path)));
    const file = new GrowingFile(join(this.#folder, path), onFailure);
    this.#files.set(path, file);
    return file;
  }
}

const lineOf = (metrics: Metrics): string => `${JSON.stringify(metrics)}\n`;

function notWritten(error: unknown, path: string): Happening {
  const { message } = toTrouble(error, path) as Error; // the file system throws errors only
  const help = 'The training goes on, and this file is not written any more.';
  return { severity: 'trouble', kind: 'not-written', what: message, help };
}
