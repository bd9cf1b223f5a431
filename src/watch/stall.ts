/** So many times the usual time between two lines is too long. */
const TIMES_MEDIAN = 10;
/** A save of a whole model takes as long, in milliseconds. */
const LEAST_MS = 120_000;
/** Lines before there is a usual time. */
const LEAST_LINES = 3;

/** Milliseconds without a line after which a training hangs, from those between the lines so far; undefined before there are enough. */
export function stallLimit(intervals: readonly number[]): number | undefined {
  if (intervals.length < LEAST_LINES) return undefined;
  const sorted = intervals.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return Math.max(LEAST_MS, TIMES_MEDIAN * median);
}
