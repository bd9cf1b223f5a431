import type { Context } from './context.ts';

/** A line that is rewritten on a terminal and repeated in a log. */
export interface StatusLine {
  /** Shows the text that `make` gives, unless one was shown a moment ago. */
  show(make: () => string): void;
  /** Clears the line, so that what follows starts at its beginning. */
  clear(): void;
}

const TERMINAL_INTERVAL_MS = 100;

/** A line on standard error, in a log at most once in `logInterval` milliseconds; the first after that. */
export function makeStatusLine(
  { stderr }: Pick<Context, 'stderr'>,
  logInterval: number,
  now: () => number,
): StatusLine & { restart(): void } {
  const interval = stderr.isTerminal ? TERMINAL_INTERVAL_MS : logInterval;
  let shown = now();
  return {
    show(make) {
      if (now() - shown < interval) return;
      shown = now();
      const text = make();
      stderr.write(stderr.isTerminal ? `\r\u001b[K${text.slice(0, stderr.columns - 1)}` : `${text}\n`);
    },
    clear() {
      if (stderr.isTerminal) stderr.write('\r\u001b[K');
    },
    restart() {
      shown = now();
    },
  };
}
