import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseMetrics } from '../../src/watch/metrics.ts';
import { BIN } from './ditc.ts';

/** When `ditc run` is ended: so many lines of output and milliseconds after its start. */
export interface Moment {
  readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT';
  readonly lines: number;
  readonly delay: number;
}

const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const;
const MOST_DELAY_MS = 1500;

/** How many are tried; a few unless somebody has the time. */
export const KILLS = Number(process.env['DITC_KILLS'] ?? 3);

/** Moments at random, the same ones for the same seed: anywhere in an output of `lines` lines, each signal in its turn. */
export function drawMoments(count: number, lines: number): readonly Moment[] {
  let state = Number(process.env['DITC_SEED'] ?? 1);
  // The generator of Park and Miller: good enough to spread moments, and short.
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let warm = 0; warm < 10; warm += 1) random();
  return Array.from({ length: count }, (_, index) => ({
    signal: SIGNALS[index % SIGNALS.length] ?? 'SIGKILL',
    lines: Math.floor(random() * lines),
    delay: Math.floor(random() * MOST_DELAY_MS),
  }));
}

/** What a start of `ditc run` came to. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly lines: number;
}

/** Starts `ditc run`, ends it at a moment unless it has ended before, and waits for the end. */
export async function runUntil(
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  moment?: Moment,
): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, 'run', ...argv], { cwd, env, stdio: 'pipe' });
  let [output, lines] = ['', 0];
  let due = moment !== undefined;
  const take = (bytes: Buffer): void => {
    const text = bytes.toString();
    output += text;
    lines += text.split('\n').length - 1;
    if (!due || moment === undefined || lines < moment.lines) return;
    due = false;
    void setTimeout(moment.delay).then(() => child.kill(moment.signal));
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, output, lines }));
  });
}

/** What was measured, apart from what depends on the clock, and from the loss of shortened lines. */
export function measured(path: string, shortened: ReadonlySet<number>): readonly object[] {
  return parseMetrics(readFileSync(path, 'utf8')).map(({ step, epoch, loss, lr }) => ({
    step,
    epoch,
    lr,
    loss: shortened.has(step) ? 'of fewer steps' : loss,
  }));
}

/** The status of a start that a signal has ended; nobody is left to give one after SIGKILL. */
export const OF_SIGNAL = { SIGKILL: null, SIGTERM: 143, SIGINT: 130 } as const;

/**
 * The steps of lines that average fewer steps than others: the first behind a place that a training goes on from within an
 * interval of the log (the trainer keeps the sum to itself). The output is that of all starts.
 */
export function shortenedLines(output: string, interval: number): ReadonlySet<number> {
  const places = [...output.matchAll(/ditc: going on from \S+ after update (\d+)/g)].map(([, step]) =>
    Number(step),
  );
  const within = places.filter((step) => step % interval !== 0);
  return new Set(within.map((step) => Math.ceil(step / interval) * interval));
}
