import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** A command as argv; `input` goes to its standard input. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Timing {
  /** Wall time from start to end of the process. */
  readonly seconds: number;
  readonly stdout: string;
}

const gnuTime = '/usr/bin/time';

/** Runs a command to its end and takes the time; throws when it fails, with the end of what it said. */
export function runTimed({ argv: [file, ...args], cwd, env }: Command): Promise<Timing> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr = (stderr + text.toString()).slice(-4000)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      if (code === 0) resolve({ seconds, stdout });
      else
        reject(
          new Error(
            `${[file, ...args].join(' ')} ended with ${signal ?? code}:\n${stdout.slice(-1000)}${stderr}`,
          ),
        );
    });
  });
}

/**
 * Runs a command under GNU time and gives the largest resident memory of one of its processes in MiB; undefined where there is no
 * GNU time. It forks from a small process, so what this one has in memory does not count.
 */
export async function runForPeak(command: Command, report: string): Promise<number | undefined> {
  if (process.platform !== 'linux' || !existsSync(gnuTime)) return undefined;
  await runTimed({ ...command, argv: [gnuTime, '-f', '%M', '-o', report, ...command.argv] });
  return Number((await readFile(report, 'utf8')).trim()) / 1024;
}
