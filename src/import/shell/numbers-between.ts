/** More than this nobody writes by hand, and nobody starts as many trainings. */
const MOST_NUMBERS = 1000;

/** The numbers from the first to the last, none where the step leads away from it; undefined for a step of 0 and for more than a thousand. */
export function numbersBetween(first: number, last: number, step: number): readonly number[] | undefined {
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (step === 0 || count > MOST_NUMBERS) return undefined;
  return Array.from({ length: count }, (_, at) => first + at * step);
}
