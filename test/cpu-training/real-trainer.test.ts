import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import {
  inspectRun,
  makeScratch,
  readLoggedRates,
  type Scratch,
  type Taken,
  takeSteps,
} from './take-steps.ts';
import { type TestStage, writeLaunch } from './write-launch.ts';

const modules = ['torch', 'deepspeed', 'pyarrow', 'peft', 'diffusers', 'transformers', 'sentencepiece'];
const find = 'import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)';
const hasModule = (name: string): boolean => hasTool(`Python's ${name}`, PYTHON, '-c', find, name);
const wanted = HYDIT !== undefined && modules.every(hasModule);
if (HYDIT === undefined)
  process.stderr.write('skipped: the real trainer (set HYDIT to a checkout of HunyuanDiT)\n');

const PEAK = 0.0001;
const usual: TestStage = {
  stage: 'main',
  worldSize: 1,
  accumulation: 1,
  zeroStage: 2,
  updates: 4,
  schedule: 'linear',
  warmup: 2,
  saveEvery: 2,
  keep: 1,
  multi: false,
};

// A launch takes about 12 s on an idle machine with two cores.
describe.skipIf(!wanted)('the real trainer on the CPU', { timeout: 300_000 }, () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await makeScratch(PYTHON, HYDIT ?? '');
  }, 300_000);

  afterAll(async () => {
    await rm(scratch.root, { recursive: true });
  });

  const runOf = (stage: string): string => join(scratch.experiment, 'runs', 'porcelain', stage);

  /** Writes the launch files of a changed stage and runs them. */
  async function train(change: Partial<TestStage>, checkout = scratch.checkout): Promise<Taken> {
    return await takeSteps(PYTHON, await writeLaunch(scratch.experiment, checkout, { ...usual, ...change }));
  }

  /** Fails with the end of the output, which says why. */
  function expectDone({ status, output }: Taken): void {
    expect(status, output.slice(-3000)).toBe(0);
  }

  function expectRates(taken: Taken, ranks: number, expected: readonly number[]): void {
    expect(taken.rates).toHaveLength(ranks);
    for (const rates of taken.rates) {
      expect(rates).toHaveLength(expected.length);
      rates.forEach((rate, index) => expect(rate / PEAK).toBeCloseTo(expected[index] ?? NaN, 9));
    }
  }

  it('trains a whole model on one rank, each update with its own rate, and keeps what is asked for', async () => {
    const taken = await train({ stage: 'one' });
    expectDone(taken);
    expectRates(taken, 1, [0.5, 1, 1, 0.5]);
    expect(await readLoggedRates(runOf('one'))).toEqual([PEAK, PEAK, 0.5 * PEAK, 0]);
    const left = await inspectRun(PYTHON, runOf('one'), scratch.weights);
    expect(left).toMatchObject({ moved: left['tensors'], steps: 4, globalSteps: 4, skippedSteps: 0 });
    const checkpoints = await readdir(join(runOf('one'), 'checkpoints'));
    expect(checkpoints.filter((name) => name.endsWith('.pt')).sort()).toEqual([
      '0000004.pt',
      'final.pt',
      'latest.pt',
    ]);
    expect(await readdir(join(runOf('one'), 'checkpoints', 'final.pt'))).toEqual([
      'mp_rank_00_model_states.pt',
    ]);
  });

  it('refuses to write into the folder of a finished run', async () => {
    const before = await readFile(join(runOf('one'), 'log.txt'), 'utf8');
    const { status, output } = await train({ stage: 'one' });
    expect(status).not.toBe(0);
    expect(output).toContain('holds checkpoints of an earlier run');
    expect(await readFile(join(runOf('one'), 'log.txt'), 'utf8')).toBe(before);
  });

  it('trains on two ranks with buckets, accumulation and an average that moves once an update', async () => {
    const taken = await train({
      stage: 'two',
      worldSize: 2,
      accumulation: 2,
      multi: true,
      ema: true,
      schedule: 'cosine',
      saveEvery: 1,
      keep: null,
    });
    expectDone(taken);
    expectRates(taken, 2, [0.5, 1, 1, 0.5]);
    const left = await inspectRun(PYTHON, runOf('two'), scratch.weights);
    expect(left).toMatchObject({ moved: left['tensors'], steps: 8, globalSteps: 4, skippedSteps: 0 });
    expect(left['emaMoved']).toBe(left['tensors']);
    expect(left['emaError']).toBeLessThan(1e-5);
  });

  it('trains an adapter without ZeRO', async () => {
    const taken = await train({ stage: 'lora', lora: true, zeroStage: 0, warmup: 0, schedule: 'constant' });
    expectDone(taken);
    expectRates(taken, 1, [1, 1, 1, 1]);
    const left = await inspectRun(PYTHON, runOf('lora'), scratch.weights);
    expect(left['tensors']).toBeGreaterThan(10);
    expect(left['moved']).toBeGreaterThan(10);
  });

  it('counts a length and saves in epochs', async () => {
    const taken = await train({ stage: 'epochs', epochs: 2, warmup: 0 });
    expectDone(taken);
    const updates = 24; // 24 images, 2 a step, 2 epochs
    expectRates(
      taken,
      1,
      Array.from({ length: updates }, (_, index) => 1 - index / updates),
    );
    const checkpoints = await readdir(join(runOf('epochs'), 'checkpoints'));
    expect(checkpoints.filter((name) => name.endsWith('.pt')).sort()).toEqual(['e0001.pt', 'final.pt']);
  });

  it('goes on in the middle of the schedule from a checkpoint of its own', async () => {
    const from = join(runOf('two'), 'checkpoints', '0000004.pt', 'mp_rank_00_model_states.pt');
    const taken = await train({
      stage: 'resumed',
      resumeFrom: from,
      accumulation: 2,
      worldSize: 2,
      multi: true,
    });
    expectDone(taken);
    expectRates(taken, 2, [1, 0.5]);
  });

  it('reports steps that overflow skipped, which use up their rate', async () => {
    const taken = await train({ stage: 'overflow', scalePower: 28, updates: 16, warmup: 0 });
    expectDone(taken);
    const left = await inspectRun(PYTHON, runOf('overflow'), scratch.weights);
    const skipped = left['skippedSteps'] ?? 0;
    expect(skipped).toBeGreaterThan(0);
    expect(taken.output).toContain(
      `ditc: ${skipped} of 16 optimizer steps were skipped because of fp16 overflow`,
    );
    expect(taken.rates[0]).toHaveLength(16 - skipped);
    // The first scale is far too large: the first updates are skipped, and none is made with the first rate.
    const numbers = (taken.rates[0] ?? []).map((rate) => 17 - (16 * rate) / PEAK);
    numbers.forEach((number) => expect(number).toBeCloseTo(Math.round(number), 6));
    expect(numbers[0]).toBeGreaterThan(1.5);
    expect(new Set(numbers.map(Math.round)).size).toBe(numbers.length);
  });

  it('names the sizes of the flags in the log', async () => {
    const log = await readFile(join(runOf('two'), 'log.txt'), 'utf8');
    expect(log).toContain('Using MultiResolutionBucketIndexV2 with step 64 and base size 256');
  });

  it.each([
    ['of another major version', "__version__ = '3.0.0'", 'flash_attn is version 3.0.0'],
    [
      'that is broken',
      "raise ImportError('undefined symbol')",
      'flash_attn cannot be imported: undefined symbol',
    ],
  ])('stops before models are loaded at a flash-attn %s', async (_, source, words) => {
    const packages = join(scratch.root, 'packages');
    await mkdir(join(packages, 'flash_attn'), { recursive: true });
    await writeFile(join(packages, 'flash_attn', '__init__.py'), source);
    const launch = await writeLaunch(scratch.experiment, scratch.checkout, { ...usual, stage: 'flash' });
    const path = [packages, join(import.meta.dirname, 'machine')].join(delimiter);
    const { status, output } = await takeSteps(PYTHON, launch, { PYTHONPATH: path });
    expect(status).not.toBe(0);
    expect(output).toContain(`ditc: rank 0: ${words}`);
    expect(output).toContain('Install flash-attn 2');
    expect(existsSync(runOf('flash'))).toBe(false);
  });

  it('stops all ranks before training when a shard is missing', async () => {
    const shard = join(scratch.experiment, 'packed', 'shards', 'porcelain', '00001.arrow');
    await cp(shard, `${shard}.aside`);
    await unlink(shard);
    const { status, output, rates } = await train({ stage: 'missing', worldSize: 2 });
    await cp(`${shard}.aside`, shard);
    expect(status).not.toBe(0);
    expect(output).toMatch(/1 Arrow files of the index cannot be used:\n +\S+00001\.arrow: missing/);
    expect(rates).toEqual([]);
  });

  it('stops at an image that cannot be decoded and names its row', async () => {
    const shard = join(scratch.experiment, 'packed', 'shards', 'porcelain', '00001.arrow');
    await cp(shard, `${shard}.aside`);
    execFileSync(PYTHON, [join(import.meta.dirname, 'scripts', 'damage_shard.py'), shard, '5']);
    const { status, output } = await train({ stage: 'damaged', updates: 12, saveEvery: 100 });
    await cp(`${shard}.aside`, shard);
    expect(status).not.toBe(0);
    expect(output).toMatch(/ditc: cannot read the image in row 5 of \S+00001\.arrow/);
  });

  it('moves what a failed attempt left aside and starts again', async () => {
    const taken = await train({ stage: 'damaged', updates: 1 });
    expectDone(taken);
    expect(await readdir(`${runOf('damaged')}.attempt-001`)).toContain('log.txt');
  });

  it('refuses another number of ranks than planned', async () => {
    const { status, output } = await train({ stage: 'ranks', worldSize: 2, plannedWorldSize: 4 });
    expect(status).not.toBe(0);
    expect(output).toContain('2 processes run, the launch files were written for 4');
  });

  it('refuses a checkout with an edited file and names the file', async () => {
    const edited = join(scratch.root, 'edited');
    await cp(scratch.checkout, edited, { recursive: true, dereference: true });
    await appendFile(join(edited, 'hydit', 'modules', 'ema.py'), '# sharper average\n');
    const { status, output } = await train({ stage: 'edited' }, edited);
    expect(status).not.toBe(0);
    expect(output).toContain('ema.py differs from commit 368280e');
  });
});
