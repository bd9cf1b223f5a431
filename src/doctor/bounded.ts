import { spawn } from 'node:child_process';
import type { Env } from '../env/find-program.ts';

/** What a program came to: undefined as status when it could not be started or was not done in time. */
export interface Answer {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly late: boolean;
}

/** Output of a program that is kept, in characters; what is asked for here is far shorter. */
const LONGEST_OUTPUT = 2 ** 20;

/** Runs a program without a shell and without input, and ends it with all that it has started after `seconds`. */
export function ask(
  program: string,
  argv: readonly string[],
  { env, seconds }: { readonly env: Env; readonly seconds: number },
): Promise<Answer> {
  return new Promise((resolve) => {
    // A process group of its own, so that nothing it has started keeps the pipes open.
    const child = spawn(program, argv, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let [stdout, stderr] = ['', ''];
    const done = (status: number | undefined, late = false): void => {
      clearTimeout(timer);
      resolve({ status, stdout, stderr, late });
    };
    const timer = setTimeout(() => {
      killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      done(undefined, true);
    }, seconds * 1000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < LONGEST_OUTPUT) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < LONGEST_OUTPUT) stderr += text;
    });
    child.on('error', () => done(undefined));
    child.on('close', (status) => done(status ?? undefined));
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended in the same moment
  }
}
