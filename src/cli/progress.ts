import type { Context } from './context.ts';

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

const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5000;

/** Progress on standard error: rows, rate and time left. */
export function makeProgressLine(
  { stderr }: Pick<Context, 'stderr'>,
  now: () => number = Date.now,
): ProgressLine {
  const interval = stderr.isTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS;
  let current = '';
  let started = now();
  let shown = now();
  return {
    update(label, progress) {
      if (label !== current) [current, started, shown] = [label, now(), now()];
      if (now() - shown < interval) return;
      shown = now();
      const text = progressText(label, progress, (shown - started) / 1000);
      stderr.write(stderr.isTerminal ? `\r\u001b[K${text.slice(0, stderr.columns - 1)}` : `${text}\n`);
    },
    end() {
      if (stderr.isTerminal) stderr.write('\r\u001b[K');
      current = '';
    },
  };
}

/** `packing porcelain: 1,200 of 5,000 rows, 210 MB/s, 8 s left` */
export function progressText(label: string, { rows, totalRows, bytes }: Progress, seconds: number): string {
  const parts = [`${format(rows)}${totalRows === undefined ? '' : ` of ${format(totalRows)}`} rows`];
  if (bytes !== undefined && seconds > 0) parts.push(`${Math.round(bytes / seconds / 1e6)} MB/s`);
  if (totalRows !== undefined && rows > 0 && seconds > 0)
    parts.push(`${timeText((seconds / rows) * (totalRows - rows))} left`);
  return `${label}: ${parts.join(', ')}`;
}

const format = (count: number): string => count.toLocaleString('en-US');

function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
