import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;

/** The bundled example. */
export const PORCELAIN = join(here, '..', '..', 'examples', 'porcelain');

/** A place to train in: `checkout` has links to upstream's files beside tiny weights, `experiment` has packed data. */
export interface Scratch {
  readonly root: string;
  readonly checkout: string;
  readonly experiment: string;
  /** Where the tiny model starts from, in the form and at the place of the public weights. */
  readonly weights: string;
}

/** What a launch did. Nothing here is told by the overlay: the rates come from torch's own optimizer hook. */
export interface Taken {
  readonly status: number;
  /** stdout and stderr of the launcher and all ranks. */
  readonly output: string;
  /** Learning rate of every real optimizer step, one list a rank. */
  readonly rates: readonly (readonly number[])[];
}

/** Makes a scratch place from a checkout, which is only read. */
export async function makeScratch(python: string, checkout: string): Promise<Scratch> {
  const root = await mkdtemp(join(tmpdir(), 'ditc-cpu-training-'));
  await run(python, ['-W', 'ignore', join(here, 'scripts', 'make_scratch.py'), checkout, root], {
    env: environment(python),
    maxBuffer: 2 ** 26,
  });
  const linked = join(root, 'HunyuanDiT');
  const weights = join(linked, 'ckpts', 't2i', 'model', 'pytorch_model_ema.pt');
  return { root, checkout: linked, experiment: join(root, 'experiment'), weights };
}

/** A scratch place whose experiment folder has the table and the images of examples/porcelain, not packed yet. */
export async function makePorcelainScratch(python: string, checkout: string): Promise<Scratch> {
  const scratch = await makeScratch(python, checkout);
  for (const name of ['porcelain.csv', 'images'])
    await cp(join(PORCELAIN, name), join(scratch.experiment, name), { recursive: true });
  return scratch;
}

/** Runs a `launch.sh` on this machine's CPU, with the trainer, DeepSpeed and its launcher as they are. */
export async function takeSteps(
  python: string,
  launch: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Taken> {
  const probe = await mkdtemp(join(tmpdir(), 'ditc-rates-'));
  try {
    const env = { ...environment(python), PYTHONPATH: join(here, 'machine'), DITC_PROBE: probe, ...more };
    const { status, output } = await statusOf('bash', [launch], env);
    return { status, output, rates: await readRates(probe) };
  } finally {
    await rm(probe, { recursive: true });
  }
}

/** What the run left: how many tensors moved, and what its last checkpoint counts. */
export async function inspectRun(
  python: string,
  runFolder: string,
  weights: string,
): Promise<Readonly<Record<string, number>>> {
  const script = join(here, 'scripts', 'inspect_run.py');
  const { stdout } = await run(python, ['-W', 'ignore', script, runFolder, weights], {
    env: environment(python),
  });
  return JSON.parse(stdout) as Readonly<Record<string, number>>; // printed by inspect_run.py, numbers only
}

/** The values of `Lr` in the run's log, one a line about training, escape codes removed. */
export async function readLoggedRates(runFolder: string): Promise<readonly number[]> {
  const log = await readFile(join(runFolder, 'log.txt'), 'utf8');
  return [...log.matchAll(/Train Loss: [\d.]+, Lr: ([\d.e+-]+),/g)].map(([, rate]) => Number(rate));
}

/** The environment of a machine without GPU: the interpreter's own `deepspeed` first on PATH. */
export function environment(python: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${dirname(python)}${delimiter}${process.env['PATH'] ?? ''}`,
    DS_ACCELERATOR: 'cpu',
    OMP_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    CUDA_VISIBLE_DEVICES: '',
  };
}

async function statusOf(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ status: number; output: string }> {
  return await new Promise((resolve, reject) => {
    execFile(command, args, { env, maxBuffer: 2 ** 27 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ status: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

async function readRates(folder: string): Promise<readonly (readonly number[])[]> {
  const files = (await readdir(folder)).sort();
  return await Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(join(folder, file), 'utf8')).trim().split('\n');
      return lines.map((line) => (JSON.parse(line) as { lr: number }).lr); // written by rate_probe.py
    }),
  );
}
