import { execFileSync } from 'node:child_process';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import { environment, makeScratch, type Scratch, type Taken, takeSteps } from './take-steps.ts';
import { type TestStage, writeLaunch } from './write-launch.ts';

const wanted =
  HYDIT !== undefined && hasTool('deepspeed', PYTHON, '-c', 'import deepspeed, peft, sentencepiece');
if (HYDIT === undefined)
  process.stderr.write('skipped: resuming the real trainer (set HYDIT to a checkout)\n');

const usual: TestStage = {
  stage: 'main',
  worldSize: 1,
  accumulation: 1,
  zeroStage: 2,
  updates: 8,
  schedule: 'cosine',
  warmup: 3,
  saveEvery: 4,
  keep: 1,
  multi: false,
};

interface Compared {
  readonly files: readonly string[];
  readonly tensors: number;
  readonly differing: readonly string[];
}

describe.skipIf(!wanted)('a killed run of the real trainer, started again', { timeout: 600_000 }, () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await makeScratch(PYTHON, HYDIT ?? '');
  }, 300_000);

  afterAll(async () => {
    await rm(scratch.root, { recursive: true });
  });

  const runOf = (stage: string): string => join(scratch.experiment, 'runs', 'porcelain', stage);
  const checkpointsOf = async (stage: string): Promise<readonly string[]> =>
    (await readdir(join(runOf(stage), 'checkpoints'))).filter(
      (name) => !/^(latest|zero_to_\w+\.py)$/.test(name),
    );

  /** `Train Loss`, `Lr` and our count of skipped steps by step; a step that was made twice must be logged alike. */
  async function logOf(stage: string): Promise<ReadonlyMap<string, string>> {
    const log = await readFile(join(runOf(stage), 'log.txt'), 'utf8');
    const lines = new Map<string, string>();
    for (const [, step = '', line = ''] of log.matchAll(/\(step=(\d+)\).*(Train Loss: \S+, Lr: \S+),/g)) {
      expect(lines.get(step) ?? line, `step ${step}`).toBe(line);
      lines.set(step, line);
    }
    return lines;
  }

  const skippedOf = async (stage: string): Promise<string | undefined> =>
    [
      ...(await readFile(join(runOf(stage), 'log.txt'), 'utf8')).matchAll(
        /ditc: (\d+ of \d+ optimizer steps .*)/g,
      ),
    ].at(-1)?.[1];

  /** Where the processes of a run went on: after which update, and after which batch of an epoch. */
  async function resumedAt(stage: string): Promise<readonly (readonly number[])[]> {
    const log = await readFile(join(runOf(stage), 'log.txt'), 'utf8');
    return [...log.matchAll(/ditc: going on from \S+ after update (\d+)[^]*?epoch steps: +(\d+)/g)].map(
      ([, update, batch]) => [Number(update), Number(batch)],
    );
  }

  /** Starts the launch files once for each of `ends`, killed at that real step of the process, then to the end. */
  async function trainKilled(launch: string, ends: readonly number[]): Promise<Taken> {
    for (const end of ends) {
      const { status, output } = await takeSteps(PYTHON, launch, { DITC_END_AT: `${end}` });
      expect(status, output.slice(-2000)).not.toBe(0);
      expect(output).not.toContain('planned optimizer steps are done');
    }
    return await takeSteps(PYTHON, launch);
  }

  /** Trains the same stage undisturbed and killed; everything that is left must be equal, bit by bit. */
  async function expectEqual(
    change: Partial<TestStage>,
    ends: readonly number[],
    from: readonly (readonly number[])[],
  ): Promise<Compared> {
    const name = change.stage ?? '';
    const launchOf = async (stage: string): Promise<string> =>
      await writeLaunch(scratch.experiment, scratch.checkout, { ...usual, ...change, stage });
    const undisturbed = await takeSteps(PYTHON, await launchOf(`${name}-whole`));
    expect(undisturbed.status, undisturbed.output.slice(-3000)).toBe(0);
    const resumed = await trainKilled(await launchOf(`${name}-killed`), ends);
    expect(resumed.status, resumed.output.slice(-3000)).toBe(0);
    expect(await resumedAt(`${name}-killed`)).toEqual(from);

    const log = await logOf(`${name}-whole`);
    expect(log.size).toBe(change.updates ?? usual.updates);
    expect(await logOf(`${name}-killed`)).toEqual(log);
    expect(await skippedOf(`${name}-killed`)).toBe(await skippedOf(`${name}-whole`));
    return await expectSameCheckpoints(`${name}-whole`, `${name}-killed`);
  }

  /** `differing` is what may: each with the value in one run and in the other. */
  async function expectSameCheckpoints(
    stage: string,
    other: string,
    differing: readonly string[] = [],
  ): Promise<Compared> {
    expect(await checkpointsOf(other)).toEqual(await checkpointsOf(stage));
    const script = join(import.meta.dirname, 'scripts', 'compare_runs.py');
    const compared = execFileSync(PYTHON, ['-W', 'ignore', script, runOf(stage), runOf(other)], {
      env: environment(PYTHON),
      encoding: 'utf8',
    });
    const found = JSON.parse(compared) as Compared; // printed by compare_runs.py
    expect(found.differing).toEqual(differing);
    expect(found.tensors).toBeGreaterThan(20);
    return found;
  }

  it('leaves a whole model on one rank as if never stopped, killed twice, in the first epoch and in the second', async () => {
    const stage: Partial<TestStage> = { stage: 'single', updates: 18, saveEvery: 7, scalePower: 22 };
    const found = await expectEqual(
      { ...stage, optimizerState: true },
      [5, 8],
      [
        [7, 7],
        [14, 2],
      ],
    );
    expect(found.files).toContain('zero_pp_rank_0_mp_rank_00_optim_states.pt');
    expect(await skippedOf('single-killed')).toMatch(/^[1-9]\d* of 18/);
  });

  it('leaves two ranks with buckets, accumulation and an average as if never stopped', async () => {
    await expectEqual(
      { stage: 'multi', worldSize: 2, accumulation: 2, multi: true, ema: true, resumeEvery: 2, saveEvery: 5 },
      [4, 3],
      [
        [2, 4],
        [4, 2],
      ],
    );
    expect(await checkpointsOf('multi-killed')).toContain('resume');
  });

  it('leaves an adapter as if never stopped', async () => {
    const found = await expectEqual(
      { stage: 'lora', lora: true, zeroStage: 0, saveEvery: 3, optimizerState: true },
      [6],
      [[3, 3]],
    );
    expect(found.files).toEqual(['adapter_model.safetensors']);
  });

  it('writes the last checkpoint, killed between the last step and the end', async () => {
    const stage = { ...usual, stage: 'ended', updates: 4, saveEvery: 4, optimizerState: true };
    const launch = await writeLaunch(scratch.experiment, scratch.checkout, stage);
    const first = await takeSteps(PYTHON, launch);
    expect(first.status, first.output.slice(-3000)).toBe(0);
    await cp(runOf('ended'), runOf('ended-whole'), { recursive: true });
    await rm(join(runOf('ended'), 'checkpoints', 'final.pt'), { recursive: true });
    const second = await takeSteps(PYTHON, launch);
    expect(second.status, second.output.slice(-3000)).toBe(0);
    expect(second.output).toContain('after update 4');
    // Nobody reads the trainer's epoch in it, by which its loop is over before it begins.
    await expectSameCheckpoints('ended-whole', 'ended', ['mp_rank_00_model_states.pt/epoch: 0 | 8']);
  });
});
