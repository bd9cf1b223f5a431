import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { DitcError } from '../errors.ts';
import type { CommandStep } from '../plan/plan.ts';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Time between looks for processes that a command has left behind. */
const GROUP_POLL_MS = 50;

/** The streams of a command that are read. */
export type StreamName = 'stdout' | 'stderr';

/** What is done with a command while it runs. */
export interface Hooks {
  onOutput(stream: StreamName, bytes: Buffer): void;
}

/**
 * Runs a command of the plan, hands out what it writes, passes signals on, waits until it and all that it has started are gone,
 * and gives its exit status: 128 + the number of the signal when one has ended it.
 */
export async function execute(step: CommandStep, cwd: string, { onOutput }: Hooks): Promise<number> {
  const [program = '', ...argv] = step.argv;
  const child = execa(program, argv, {
    cwd,
    stdio: ['inherit', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    // A process group of its own: a shell dies of a signal without telling its children, and a terminal would tell them twice.
    detached: true,
  });
  child.stdout.on('data', (bytes: Buffer) => onOutput('stdout', bytes));
  child.stderr.on('data', (bytes: Buffer) => onOutput('stderr', bytes));
  let forwarded: NodeJS.Signals | undefined;
  const forward = (signal: NodeJS.Signals): void => {
    forwarded = signal;
    signalGroup(child.pid, signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    const result = await child;
    while (signalGroup(child.pid, 0)) await setTimeout(GROUP_POLL_MS);
    if (result.exitCode === 0) return 0;
    // Whoever handles a signal exits as it likes; what ended the run is still the signal.
    const signal = result.signal ?? forwarded;
    if (signal !== undefined) return 128 + constants.signals[signal];
    if (result.exitCode !== undefined) return result.exitCode;
    const help = 'Install it, or put it on the PATH.';
    throw new DitcError('env/missing-tool', `\`${program}\` cannot be started`, {
      help,
      cause: result.cause,
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}

/** Sends a signal to a process group; 0 only asks. Whether the group was there. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // kill throws system errors only
    throw error;
  }
}
