import type { Schedule } from '../plan/schedule.ts';
import { count } from './epochs-text.ts';
import { plotText } from './plot-text.ts';

/** Learning rate and average over the optimizer steps, as small plots. */
export function scheduleText({ updates, points, halfLife }: Schedule): string {
  const last = points.at(-1);
  const lines = [
    `learning rate over ${count(updates)} optimizer steps\n`,
    plotText(
      points.map(({ lr }) => lr),
      (value) => value.toPrecision(3),
    ),
    `first step ${points[0]?.lr.toPrecision(3)}, last step ${last?.lr.toPrecision(3)}\n`,
  ];
  if (halfLife === undefined) return lines.join('');
  return [
    ...lines,
    `\nshare of the average that is still the weights of the start; half-life ${count(halfLife)} steps\n`,
    plotText(
      points.map(({ startLeft = 0 }) => startLeft),
      (value) => value.toFixed(2),
    ),
    `at the end ${((last?.startLeft ?? 0) * 100).toPrecision(2)} %\n`,
  ].join('');
}
