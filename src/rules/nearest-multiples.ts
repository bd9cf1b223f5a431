/** The multiples of `step` on both sides of `value`, as a reader says them: `48 and 64`. */
export function nearestMultiples(value: number, step: number): string {
  const below = Math.floor(value / step) * step;
  return below > 0 ? `${below} and ${below + step}` : `${step}`;
}
