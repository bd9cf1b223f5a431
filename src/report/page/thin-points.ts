/** A point of a curve. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Those of many points, in ascending order of x, that a plot of `columns` pixel columns can show: of each column the first, the lowest,
 * the highest and the last one, so that no peak is lost and the curve looks the same.
 */
export function thinPoints(points: readonly Point[], columns: number): readonly Point[] {
  const [from, to] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 0];
  const columnOf = ({ x }: Point): number =>
    to > from ? Math.min(columns - 1, Math.floor(((x - from) / (to - from)) * columns)) : 0;
  const kept: Point[] = [];
  let start = 0;
  for (let end = 1; end <= points.length; end += 1) {
    const [before, next] = [points[start], points[end]];
    if (before === undefined || (next && columnOf(next) === columnOf(before))) continue;
    kept.push(...extremesOf(points.slice(start, end)));
    start = end;
  }
  return kept;
}

/** First, lowest, highest and last point in their order, each once. */
function extremesOf(points: readonly Point[]): readonly Point[] {
  let [lowest, highest] = [0, 0];
  for (const [at, { y }] of points.entries()) {
    if (y < (points[lowest]?.y ?? y)) lowest = at;
    if (y > (points[highest]?.y ?? y)) highest = at;
  }
  const kept = new Set([0, lowest, highest, points.length - 1]);
  return [...kept].toSorted((a, b) => a - b).flatMap((at) => points[at] ?? []);
}

/** Curves without gaps: a value that is no number, and a step back where a run went on from an earlier state, end one. */
export function unbrokenParts(points: readonly Point[]): readonly (readonly Point[])[] {
  const parts: Point[][] = [];
  let part: Point[] = [];
  for (const point of points) {
    const last = part.at(-1);
    if (!Number.isFinite(point.y) || (last && point.x <= last.x)) part = [];
    if (!Number.isFinite(point.y)) continue;
    if (part.length === 0) parts.push(part);
    part.push(point);
  }
  return parts;
}

/** Means over a window of so many neighbours on both sides, as far as there are any; a value that is no number stays one. */
export function smoothPoints(points: readonly Point[], neighbours: number): readonly Point[] {
  const sums = [0];
  for (const { y } of points) sums.push((sums.at(-1) ?? 0) + (Number.isFinite(y) ? y : 0));
  const counts = [0];
  for (const { y } of points) counts.push((counts.at(-1) ?? 0) + (Number.isFinite(y) ? 1 : 0));
  return points.map(({ x, y }, at) => {
    const [from, to] = [Math.max(0, at - neighbours), Math.min(points.length, at + neighbours + 1)];
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    const count = (counts[to] ?? 0) - (counts[from] ?? 0);
    return { x, y: Number.isFinite(y) ? sum / count : y };
  });
}
