import type { Schedule } from '../../../plan/schedule.ts';
import { count } from '../../epochs-text.ts';
import { type Markup, markup } from '../markup.ts';
import { linePlot } from '../plot.ts';
import { exactScale, markText, roundScale } from '../scale.ts';

/** Learning rate over the optimizer steps, and how long the average remembers the start. */
export function scheduleSection({ updates, points, halfLife }: Schedule): Markup {
  const rates = points.map(({ update, lr }) => ({ x: update, y: lr }));
  const x = exactScale(0, updates, 5);
  const unit = 'optimizer steps';
  const [first, last] = [points[0]?.lr ?? 0, points.at(-1)?.lr ?? 0];
  const highest = Math.max(...rates.map(({ y }) => y));
  const rate = linePlot(
    {
      title: 'Learning rate',
      summary: `over ${count(updates)} optimizer steps: ${rateText(first)} at the first, ${rateText(highest)} at its highest, ${rateText(last)} at the last.`,
      unit,
      x,
      y: roundScale(0, highest, 3),
    },
    [{ points: rates, kind: 'strong' }],
  );
  if (halfLife === undefined) return rate;
  const left = points.map(({ update, startLeft = 0 }) => ({ x: update, y: startLeft }));
  const atEnd = 100 * (left.at(-1)?.y ?? 0);
  return markup`${rate}${linePlot(
    {
      title: 'Moving average',
      summary: `its half-life is ${count(halfLife)} optimizer steps; at the end ${Number(atEnd.toPrecision(2))} % of it still are the weights of the start.`,
      unit,
      x,
      y: roundScale(0, 1, 4),
    },
    [{ points: left, kind: 'strong' }],
  )}`;
}

/** A rate with the digits that matter. */
export const rateText = (rate: number): string => markText(Number(rate.toPrecision(3)));
