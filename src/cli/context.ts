import pc from 'picocolors';
import { DitcError } from '../errors.ts';
import type { Colors } from '../report/reporter.ts';

/** A stream that text goes to. */
export interface Output {
  write(text: string | Uint8Array): void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** Everything that a command may touch of the process it runs in. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Findings and what was asked for. */
  readonly stdout: Output;
  /** Progress and notes. */
  readonly stderr: Output;
  readonly colors: Colors;
  readStdin(): Promise<Uint8Array>;
}

/** The context of the real process. */
export function processContext(): Context {
  return {
    cwd: currentFolder(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    colors: pc.createColors(process.stdout.isTTY && pc.isColorSupported),
    readStdin: async () => Buffer.concat(await process.stdin.toArray()),
  };
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    const help = 'Another program has deleted it. Change to one that is there.';
    throw new DitcError('env/no-current-folder', 'the current folder is gone', { help, cause });
  }
}

const outputOf = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  isTerminal: stream.isTTY === true,
  columns: stream.columns ?? 80,
});
