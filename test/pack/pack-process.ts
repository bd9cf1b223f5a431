import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Part } from '../../src/pack/part.ts';
import type { PackStep } from '../../src/plan/plan.ts';

const program = fileURLToPath(new URL('pack-once.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

/** When a process is killed: so many progress reports and milliseconds after its start. */
export interface Moment {
  readonly reports: number;
  readonly delayMs: number;
}

/** Packs in a process of its own, killed at a moment if one is given; tells how it ended. */
export function packInProcess(
  root: string,
  step: PackStep,
  { part, kill }: { readonly part?: Part; readonly kill?: Moment } = {},
): Promise<number | NodeJS.Signals | null> {
  const argv = part ? [String(part.number), String(part.of)] : [];
  const child = spawn(process.execPath, ['--import', tsx, program, root, JSON.stringify(step), ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let seen = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString().split('\n').length - 1;
    if (kill && seen >= kill.reports) setTimeout(() => child.kill('SIGKILL'), kill.delayMs);
  });
  return new Promise((resolve) => child.on('exit', (status, signal) => resolve(signal ?? status)));
}

/** The same row of numbers every time. */
export function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
