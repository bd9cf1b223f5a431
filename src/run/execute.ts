import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { codeOf } from '../disk/system-error.ts';
import { DitcError } from '../errors.ts';
import type { CommandStep } from '../plan/plan.ts';
import { groupLives, identify, type ProcessIdentity } from './process-identity.ts';

/** Signals to `ditc run` that end the training. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Time between looks for processes that a command has left behind. */
const GROUP_POLL_MS = 50;

/** The streams of a command that are read. */
export type StreamName = 'stdout' | 'stderr';

/** What is done with a command while it runs. */
export interface Hooks {
  /** It has started; the number of its first process is that of its process group. */
  onStart(first: ProcessIdentity): void;
  onOutput(stream: StreamName, bytes: Buffer): void;
  /** The first Ctrl-C: the command is to be asked to come to an end. */
  onInterrupt(): void;
}

/** The overlay ends with the one who set it (templates/overlay/leaving.py). */
const ENVIRONMENT = { DITC_SUPERVISED: '1' };

/** Passed on for the first, second and any further Ctrl-C: the first only asks. */
const INTERRUPTS = [undefined, 'SIGTERM', 'SIGKILL'] as const;

/**
 * Runs a command of the plan, hands out what it writes, passes signals on, waits until it and all that it has started are gone,
 * and gives its exit status: 128 + the number of the signal when one has ended it.
 */
export async function execute(
  step: CommandStep,
  cwd: string,
  { onStart, onOutput, onInterrupt }: Hooks,
): Promise<number> {
  const [program = '', ...argv] = step.argv;
  const child = execa(program, argv, {
    cwd,
    env: ENVIRONMENT,
    stdio: ['inherit', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    // A process group of its own: a shell dies of a signal without telling its children, and a terminal would tell them twice.
    detached: true,
  });
  child.stdout.on('data', (bytes: Buffer) => onOutput('stdout', bytes));
  child.stderr.on('data', (bytes: Buffer) => onOutput('stderr', bytes));
  const first = child.pid === undefined ? undefined : identify(child.pid);
  if (first) onStart(first);
  let handled: NodeJS.Signals | undefined;
  let interrupts = 0;
  const handle = (signal: NodeJS.Signals): void => {
    handled = signal;
    const passed = signal === 'SIGINT' ? INTERRUPTS[Math.min(interrupts++, 2)] : signal;
    if (passed === undefined) onInterrupt();
    else signalGroup(child.pid, passed);
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  try {
    const result = await child;
    while (first && groupLives(first)) await setTimeout(GROUP_POLL_MS);
    if (result.exitCode === 0) return 0;
    // Whoever handles a signal exits as it likes; what ended the run is still the signal.
    const signal = handled ?? result.signal;
    if (signal !== undefined) return 128 + constants.signals[signal];
    if (result.exitCode !== undefined) return result.exitCode;
    const help = 'Install it, or put it on the PATH.';
    throw new DitcError('env/missing-tool', `\`${program}\` cannot be started`, {
      help,
      cause: result.cause,
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, handle);
  }
}

/** Sends a signal to a process group, if it is still there. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
