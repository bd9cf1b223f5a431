import { durationText } from '../report/duration-text.ts';
import type { Context } from './context.ts';
import { makeStatusLine } from './status-line.ts';

/** Rows of a long piece of work, as far as it has come. */
export interface Progress {
  readonly rows: number;
  readonly totalRows?: number | undefined;
  readonly bytes?: number;
}

/** A line that is rewritten on a terminal and repeated in a log. */
export interface ProgressLine {
  update(label: string, progress: Progress): void;
  /** Clears the line, so that what follows starts at its beginning. */
  end(): void;
}

const LOG_INTERVAL_MS = 5000;

/** Progress on standard error: rows, rate and time left. */
export function makeProgressLine(
  context: Pick<Context, 'stderr'>,
  now: () => number = Date.now,
): ProgressLine {
  const line = makeStatusLine(context, LOG_INTERVAL_MS, now);
  let current = '';
  let started = now();
  return {
    update(label, progress) {
      if (label !== current) {
        [current, started] = [label, now()];
        line.restart();
      }
      line.show(() => progressText(label, progress, (now() - started) / 1000));
    },
    end() {
      line.clear();
      current = '';
    },
  };
}

/** `packing porcelain: 1,200 of 5,000 rows, 210 MB/s, 8 s left` */
export function progressText(label: string, { rows, totalRows, bytes }: Progress, seconds: number): string {
  const parts = [`${format(rows)}${totalRows === undefined ? '' : ` of ${format(totalRows)}`} rows`];
  if (bytes !== undefined && seconds > 0) parts.push(`${Math.round(bytes / seconds / 1e6)} MB/s`);
  if (totalRows !== undefined && rows > 0 && seconds > 0)
    parts.push(`${durationText((seconds / rows) * (totalRows - rows))} left`);
  return `${label}: ${parts.join(', ')}`;
}

const format = (count: number): string => count.toLocaleString('en-US');
