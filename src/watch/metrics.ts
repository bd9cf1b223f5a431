import { jsonLines } from './json-lines.ts';

/** One line of `metrics.jsonl`, in the words of that file. */
export interface Metrics {
  /** Optimizer steps that are done. */
  readonly step: number;
  /** From 0. */
  readonly epoch: number;
  /** Mean of the micro steps since the line before; NaN, which JSON writes as null, where one of them was no number. */
  readonly loss: number;
  /** Rate of the next optimizer step. */
  readonly lr: number;
  /** Optimizer steps a second. */
  readonly steps_per_second: number;
  readonly samples_per_second: number;
  /** ISO 8601, from the log line. */
  readonly time: string;
}

/** Lines that a pace is taken from: one slow step, or one save, hardly moves it. */
const PACE_LINES = 20;

/** Seconds an optimizer step takes, over the newest lines; undefined before there are any. */
export function secondsAStep(metrics: readonly Metrics[]): number | undefined {
  const rates = metrics
    .slice(-PACE_LINES)
    .map((line) => line.steps_per_second)
    .filter((rate) => rate > 0);
  if (rates.length === 0) return undefined;
  return rates.reduce((sum, rate) => sum + 1 / rate, 0) / rates.length;
}

/** The lines of `metrics.jsonl` that tell a step. */
export function parseMetrics(text: string): readonly Metrics[] {
  return jsonLines(text).flatMap((line) => {
    if (typeof line['step'] !== 'number') return [];
    const found = line as unknown as Metrics & { readonly loss: number | null }; // our own file
    return [{ ...found, loss: found.loss ?? Number.NaN }];
  });
}
