import { spawn, type SpawnOptions } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;

/** The built program. */
export const BIN = join(ROOT, 'dist', 'main.js');

/** What a process came to. */
export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DitcOptions {
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  /** Variables beside `PATH` and `NO_COLOR`, the only ones that are passed on. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built `ditc` as a user would. */
export function ditc(argv: readonly string[], options: DitcOptions = {}): Promise<Outcome> {
  return run(process.execPath, [BIN, ...argv], options);
}

/** Runs any program in the environment that tests have. */
export function run(program: string, argv: readonly string[], options: DitcOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, spawnOptions(options));
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({
        status,
        signal,
        stdout: String(Buffer.concat(stdout)),
        stderr: String(Buffer.concat(stderr)),
      }),
    );
    child.stdin?.on('error', () => {}); // a program that does not read its input closes it
    child.stdin?.end(options.stdin);
  });
}

/** How tests start processes: nothing of the tester's environment but `PATH`. */
export function spawnOptions({ cwd = ROOT, env = {} }: DitcOptions): SpawnOptions {
  return { cwd, env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env }, stdio: 'pipe' };
}

/** A new folder with the given files, by path; it is gone after the test. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'ditc-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A new folder with a copy of the porcelain example, without what a build leaves; nothing of the machine lies beside it. */
export function copyOfPorcelain(): string {
  const folder = join(makeFolder(), 'porcelain');
  const left = new Set(['packed', 'launch', 'runs']);
  const from = join(ROOT, 'examples', 'porcelain');
  cpSync(from, folder, {
    recursive: true,
    filter: (path) => !left.has(path.slice(from.length + 1).split('/')[0] ?? ''),
  });
  return folder;
}

/** An experiment that checks clean where `porcelain.csv` is; each replacement changes one line of it. */
export function experimentText(...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the experiment has no ${from}`);
    return text.replace(from, to);
  }, EXPERIMENT);
}

const EXPERIMENT = `ditc: 1
name: porcelain
model: {version: v1.2, weights: ema}
method: {kind: lora, rank: 64}
resolution: {kind: single, size: 1024}
batch: 8
optimizer: {lr: 1.0e-4}
length: 2000 steps
data:
  sources:
    porcelain: {csv: porcelain.csv}
  filters:
    - min_side: 1024
save: {every: 500 steps, keep: 4}
machine:
  gpu: RTX-4090
  memory: {zero: 0, micro_batch: 1}
`;
