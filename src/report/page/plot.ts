import { join, type Markup, markup } from './markup.ts';
import { markText, type Scale, shareOf } from './scale.ts';
import { type Point, thinPoints, unbrokenParts } from './thin-points.ts';

/** What stands around a plot. Its picture is stretched to the page, its words are not: they are no part of it. */
export interface Plot {
  readonly title: string;
  /** What a reader who does not see the picture should know of it; it stands below it for all. */
  readonly summary: string;
  /** What the x axis counts. */
  readonly unit: string;
  readonly x: Scale;
  readonly y: Scale;
}

/** A curve of a plot; `strong` ones lie over the others. */
export interface Curve {
  readonly points: readonly Point[];
  readonly kind: 'strong' | 'faint';
}

/** Columns that curves are thinned to: pixels of a wide page. */
const COLUMNS = 720;
/** Inner size of a picture, which the page stretches. */
const [WIDTH, HEIGHT] = [1440, 400];

/** Curves over one axis, thinned without losing a peak. */
export function linePlot(plot: Plot, curves: readonly Curve[]): Markup {
  const paths = curves.map(
    ({ points, kind }) => markup`<path class="curve ${kind}" d="${pathOf(points, plot)}"/>`,
  );
  return frame(plot, join(paths));
}

/** A bar from one value of x to another. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** Whether it lies beyond a limit. */
  readonly isBeyond: boolean;
}

/** Bars over one axis, with a line at a limit. */
export function barPlot(plot: Plot, bars: readonly Bar[], limit: number): Markup {
  const shapes = bars.map(({ from, to, value, isBeyond }) => {
    const [left, right, top] = [across(from, plot.x), across(to, plot.x), down(value, plot.y)];
    const size = markup`x="${round(left + GAP)}" y="${round(top)}" width="${round(right - left - 2 * GAP)}" height="${round(HEIGHT - top)}"`;
    return markup`<rect class="bar${isBeyond ? ' beyond' : ''}" ${size}/>`;
  });
  const at = round(across(limit, plot.x));
  const line = markup`<line class="limit" x1="${at}" x2="${at}" y1="0" y2="${HEIGHT}"/>`;
  return frame(plot, join([...shapes, line]));
}

/** Room on both sides of a bar. */
const GAP = 1.5;

function frame({ title, summary, unit, x, y }: Plot, shapes: Markup): Markup {
  const grid = y.marks.map((mark) => {
    const at = round(down(mark, y));
    return markup`<line class="grid" x1="0" x2="${WIDTH}" y1="${at}" y2="${at}"/>`;
  });
  const rows = y.marks.map(
    (mark) => markup`<span style="bottom:${percent(shareOf(mark, y))}">${markText(mark)}</span>`,
  );
  const columns = x.marks.map(
    (mark) => markup`<span style="left:${percent(shareOf(mark, x))}">${markText(mark)}</span>`,
  );
  return markup`<figure class="plot">
<figcaption><strong>${title}</strong> ${summary}</figcaption>
<div class="frame" role="img" aria-label="${title}: ${summary}">
<div class="y">${rows}</div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${grid}${shapes}</svg>
<div class="x">${columns}</div>
<div class="unit">${unit}</div>
</div>
</figure>
`;
}

/** The `d` of a path. */
function pathOf(points: readonly Point[], { x, y }: Plot): string {
  return unbrokenParts(points)
    .map((part) => {
      const places = thinPoints(part, COLUMNS).map(
        (point) => `${round(across(point.x, x))} ${round(down(point.y, y))}`,
      );
      // A single point would be nothing without a line to itself.
      return `M${places.length === 1 ? `${places[0]}L${places[0]}` : places.join('L')}`;
    })
    .join('');
}

const across = (value: number, scale: Scale): number => shareOf(value, scale) * WIDTH;

const down = (value: number, scale: Scale): number => (1 - shareOf(value, scale)) * HEIGHT;

/** A length with one decimal: less cannot be seen. */
const round = (length: number): string => String(Math.round(length * 10) / 10);

/** A share as CSS and SVG write it. */
export const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;
