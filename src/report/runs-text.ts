import type { Metrics } from '../watch/metrics.ts';
import type { RunView } from '../run/look-at-run.ts';
import { count } from './epochs-text.ts';
import { plotText } from './plot-text.ts';
import { tableText } from './table.ts';
import { eventText, trainingText } from './training-text.ts';

const WORDS: Readonly<Record<RunView['state'], string>> = {
  running: 'runs',
  done: 'done',
  stopped: 'was stopped',
  failed: 'failed',
  killed: 'was killed',
  unknown: 'has not ended as far as can be seen here: it runs or ran on another machine, or before a restart',
  unattended: 'was started without `ditc run`: whether it still runs, and how it ended, is not known',
};

/** A line a training: name, state, place, and what happened last. */
export function runsText(runs: readonly RunView[]): string {
  if (runs.length === 0) return 'nothing was trained here\n';
  return tableText(
    runs.map(({ name, state, progress, last }) => [
      name,
      state,
      progress ? placeText(progress) : '',
      last?.what ?? '',
    ]),
    [0, 1, 2, 3],
  );
}

function placeText({ stage, step, updates }: NonNullable<RunView['progress']>): string {
  return `${stage} step ${count(step)}${updates === undefined ? '' : ` of ${count(updates)}`}`;
}

/** State, place and the last event of one training. */
export function runText({ name, state, started, ended, exitStatus, progress, last }: RunView): string {
  const status = exitStatus ? ` with status ${exitStatus}` : '';
  return [
    `${name} ${WORDS[state]}${status}; started ${started}${ended === undefined ? '' : `, ended ${ended}`}\n`,
    progress ? `  ${state === 'running' ? trainingText(progress) : placeText(progress)}\n` : '',
    last ? eventText(last) : '',
  ].join('');
}

/** The loss over the steps, in so many columns: each the mean of the lines that fall into it. */
export function lossText(metrics: readonly Metrics[], columns: number): string {
  const finite = metrics.filter(({ loss }) => Number.isFinite(loss));
  const [first, last] = [finite[0], finite.at(-1)];
  if (first === undefined || last === undefined) return 'no loss was measured yet\n';
  const shown = Math.min(columns, finite.length);
  const means = Array.from({ length: shown }, (_, column) => {
    const from = Math.floor((column * finite.length) / shown);
    const lines = finite.slice(from, Math.floor(((column + 1) * finite.length) / shown));
    return lines.reduce((sum, { loss }) => sum + loss, 0) / lines.length;
  });
  return `loss from step ${count(first.step)} to ${count(last.step)}\n${plotText(means, (value) => value.toFixed(3))}first ${first.loss.toFixed(4)}, last ${last.loss.toFixed(4)}\n`;
}
