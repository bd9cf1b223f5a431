/** An axis from one value to another, with the marks on it. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly number[];
}

/** An axis over all values, widened to round marks: about `count` steps of 1, 2 or 5 times a power of ten. */
export function roundScale(low: number, high: number, count: number): Scale {
  const step = roundStep(high > low ? high - low : Math.abs(high) || 1, count);
  const first = Math.floor(low / step + ROUNDING);
  const last = Math.max(first + 1, Math.ceil(high / step - ROUNDING));
  const marks = Array.from({ length: last - first + 1 }, (_, at) => trim((first + at) * step));
  return { from: trim(first * step), to: trim(last * step), marks };
}

/** An axis that ends where the values end, with the round marks in between. */
export function exactScale(low: number, high: number, count: number): Scale {
  const { marks } = roundScale(low, high, count);
  return { from: low, to: high, marks: marks.filter((mark) => mark >= low && mark <= high) };
}

/** What a quotient may be off a whole number by. */
const ROUNDING = 1e-9;

function roundStep(span: number, count: number): number {
  const power = 10 ** Math.floor(Math.log10(span / count));
  const factor = [1, 2, 5].find((each) => each * power >= (span / count) * (1 - ROUNDING)) ?? 10;
  return factor * power;
}

/** Without the last digits that products of decimals leave: 0.3, not 0.30000000000000004. */
const trim = (value: number): number => Number(value.toPrecision(12));

/** Where a value lies on a scale, 0 to 1. */
export function shareOf(value: number, { from, to }: Scale): number {
  return to > from ? (value - from) / (to - from) : 0;
}

/** A value as a mark says it: `0.05`, `1e-4`, `20,000`. */
export function markText(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.001) return value.toExponential().replace('e+', 'e');
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}
