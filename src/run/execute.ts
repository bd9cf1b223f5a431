import { execa } from 'execa';
import { DitcError } from '../errors.ts';
import type { CommandStep } from '../plan/plan.ts';

/** Conventional exit statuses of a process ended by a signal: 128 + its number. */
const SIGNAL_STATUS: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGKILL: 137, SIGTERM: 143 };

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a command of the plan with our terminal, passes signals on to it, waits for its end and gives its exit status. */
export async function execute(step: CommandStep, cwd: string): Promise<number> {
  const [program = '', ...argv] = step.argv;
  const child = execa(program, argv, { cwd, stdio: 'inherit', reject: false, cleanup: true });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    const result = await child;
    if (result.signal !== undefined) return SIGNAL_STATUS[result.signal] ?? 1;
    if (result.exitCode === undefined) {
      throw new DitcError('env/missing-tool', `\`${program}\` cannot be started`, { help: 'Install it, or put it on the PATH.', cause: result.cause });
    }
    return result.exitCode;
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}
