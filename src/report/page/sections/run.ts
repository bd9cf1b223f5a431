import type { StageRun } from '../../../run/read-run.ts';
import type { TrainingEvent } from '../../../watch/event.ts';
import type { Metrics } from '../../../watch/metrics.ts';
import { size } from '../../data-text.ts';
import { durationText } from '../../duration-text.ts';
import { count } from '../../epochs-text.ts';
import { type Markup, markup, sentence } from '../markup.ts';
import type { PageRun } from '../page-input.ts';
import { facts, notYet, paragraph, table } from '../pieces.ts';
import { linePlot } from '../plot.ts';
import { exactScale, roundScale } from '../scale.ts';
import { smoothPoints, type Point } from '../thin-points.ts';
import { rateText } from './schedule.ts';

/** When a training ran and how it ended, and what happened to it. */
export function runSection(run: PageRun): Markup {
  const { record, started, file, isSameFile, events } = run;
  if (record === undefined) return unattendedSection(run);
  const { ended, exitStatus, ditc } = record;
  return markup`<section aria-labelledby="run">
<h2 id="run">The training</h2>
${isSameFile ? undefined : notYet(`\`${file.replace(/.*[\\/]/, '')}\` has changed since this training started: what the page says of it is what the file says now.`)}${facts(
    [
      ['Started', markup`${started}`],
      ['Ended', markup`${endText(started, ended)}`],
      ['Status', markup`${statusText(exitStatus)}`],
      ['ditc', markup`${ditc}`],
    ],
  )}${eventsOf(events)}</section>
`;
}

/** A training without a record. */
const unattendedSection = ({ started }: PageRun): Markup => markup`<section aria-labelledby="run">
<h2 id="run">The training</h2>
${notYet('It was started without `ditc run`: how it ended, what happened, and whether the file has changed since, is not known.')}${facts([['Started', markup`${started}`]])}</section>
`;

function endText(started: string, ended: string | undefined): string {
  if (ended === undefined) return 'not yet, or it was killed';
  return `${ended}, after ${durationText((Date.parse(ended) - Date.parse(started)) / 1000)}`;
}

function statusText(status: number | undefined): string {
  if (status === undefined) return 'unknown';
  return status === 0 ? '0, finished' : `${status}, failed`;
}

/** Events that are listed; of more the last ones. */
const EVENTS = 200;

function eventsOf(events: readonly TrainingEvent[]): Markup {
  if (events.length === 0) return paragraph('No events were recorded.');
  const left = events.length - EVENTS;
  const rows = events
    .slice(-EVENTS)
    .map(({ time, severity, stage, step, what, help }) => [
      markup`<time>${time}</time>`,
      markup`<span class="severity ${severity}">${severity}</span>`,
      markup`${stage ?? ''}`,
      markup`${step === undefined ? '' : count(step)}`,
      markup`${sentence(what)}${help === undefined ? undefined : markup`<br><small>${sentence(help)}</small>`}`,
    ]);
  const columns = [
    { head: 'time', kind: 'words' },
    { head: 'severity', kind: 'words' },
    { head: 'stage', kind: 'words' },
    { head: 'step', kind: 'number' },
    { head: 'what happened', kind: 'words' },
  ] as const;
  return table(left > 0 ? `Events, the last ${EVENTS} of ${count(events.length)}` : 'Events', columns, rows);
}

/** What a stage measured and kept. */
export function stageRunSection({ metrics, from, checkpoints }: StageRun): Markup {
  return markup`${measured(metrics, from)}${checkpointsOf(checkpoints)}`;
}

function measured(metrics: readonly Metrics[], from: StageRun['from']): Markup {
  if (from === undefined)
    return notYet('The stage left neither `metrics.jsonl` nor `log.txt`: nothing is known of its loss.');
  if (metrics.length === 0) return notYet(`\`${from}\` holds no measured step yet.`);
  return markup`${lossPlot(metrics)}${ratePlot(metrics)}${pacePlot(metrics)}<p class="note">${sentence(
    `Read from \`${from}\`, ${count(metrics.length)} lines.`,
  )}</p>\n`;
}

/** Neighbours that a smooth curve takes in on each side: a hundredth of all. */
const SMOOTHING = 0.01;

function lossPlot(metrics: readonly Metrics[]): Markup {
  const points = metrics.map(({ step, loss }) => ({ x: step, y: loss }));
  const numbers = points.filter(({ y }) => Number.isFinite(y));
  const missing = points.length - numbers.length;
  const [lowest, highest] = extremesOf(numbers);
  const broken = missing === 0 ? '' : ` ${brokenText(missing, points)}`;
  const summary =
    numbers.length === 0
      ? ''
      : `${lossText(numbers.at(-1)?.y)} at step ${count(numbers.at(-1)?.x ?? 0)}, between ${lossText(lowest)} and ${lossText(highest)}.`;
  return linePlot(
    {
      title: 'Loss',
      summary: `${summary}${broken} The strong curve is the mean of neighbouring lines.`,
      ...stepsOf(metrics),
      y: roundScale(lowest, highest, 4),
    },
    [
      { points, kind: 'faint' },
      { points: smoothPoints(points, Math.ceil(points.length * SMOOTHING)), kind: 'strong' },
    ],
  );
}

/** `1 line has no number, at step 7,000.` */
function brokenText(missing: number, points: readonly Point[]): string {
  const first = count(points.find(({ y }) => !Number.isFinite(y))?.x ?? 0);
  return missing === 1
    ? `1 line has no number, at step ${first}.`
    : `${count(missing)} lines have no number, the first at step ${first}.`;
}

function ratePlot(metrics: readonly Metrics[]): Markup {
  const points = metrics.map(({ step, lr }) => ({ x: step, y: lr }));
  const [lowest, highest] = extremesOf(points);
  return linePlot(
    {
      title: 'Learning rate',
      summary: `as the trainer logged it, between ${rateText(lowest)} and ${rateText(highest)}.`,
      ...stepsOf(metrics),
      y: roundScale(0, highest, 3),
    },
    [{ points, kind: 'strong' }],
  );
}

function pacePlot(metrics: readonly Metrics[]): Markup {
  const points = metrics.map((line) => ({ x: line.step, y: line.samples_per_second }));
  const [, highest] = extremesOf(points);
  const sorted = points
    .map(({ y }) => y)
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  return linePlot(
    {
      title: 'Images a second',
      summary: `median ${count(sorted[sorted.length >> 1] ?? 0)}.`,
      ...stepsOf(metrics),
      y: roundScale(0, highest, 3),
    },
    [{ points, kind: 'strong' }],
  );
}

function stepsOf(metrics: readonly Metrics[]) {
  const last = metrics.reduce((most, { step }) => Math.max(most, step), 0);
  return { unit: 'optimizer steps', x: exactScale(0, last, 5) };
}

/** The lowest and the highest value that is a number; 0 to 1 where none is. */
function extremesOf(points: readonly Point[]): readonly [lowest: number, highest: number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { y } of points.filter((point) => Number.isFinite(point.y)))
    [lowest, highest] = [Math.min(lowest, y), Math.max(highest, y)];
  return lowest <= highest ? [lowest, highest] : [0, 1];
}

const lossText = (loss: number | undefined): string => loss?.toFixed(4) ?? '';

function checkpointsOf(checkpoints: StageRun['checkpoints']): Markup {
  if (checkpoints.length === 0) return paragraph('It left no checkpoints.');
  const rows = checkpoints.map(({ name, size: bytes }) => [markup`${name}`, markup`${size(bytes)}`]);
  return table(
    'Checkpoints that are there',
    [
      { head: 'checkpoint', kind: 'words' },
      { head: 'size', kind: 'number' },
    ],
    rows,
  );
}
