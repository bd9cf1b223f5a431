import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ditc } from '../support/ditc.ts';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import { inspectRun, makePorcelainScratch, type Scratch, type Taken, takeSteps } from './take-steps.ts';

const wanted =
  HYDIT !== undefined && hasTool('deepspeed', PYTHON, '-c', 'import deepspeed, peft, sentencepiece, cv2');
if (HYDIT === undefined)
  process.stderr.write('skipped: ControlNet and IP-Adapter (set HYDIT to a checkout)\n');

interface Wish {
  readonly name: string;
  readonly method: string;
  readonly weights: 'ema' | 'module';
  /** Lines beside those that every experiment has. */
  readonly more: string;
  readonly ranks: number;
  readonly zero: number;
}

const experiment = ({ name, method, weights, more, ranks, zero }: Wish): string => `ditc: 1
name: ${name}
model: {version: v1.2, weights: ${weights}}
method: ${method}
resolution: {kind: multi, base: 256, step: 64}
batch: ${2 * ranks}
optimizer: {lr: 1.0e-3, warmup: 2 steps}
data:
  sources:
    porcelain: {csv: porcelain.csv}
${more}machine:
  gpu: A800-80GB
  gpus_per_node: ${ranks}
  workers: 1
  launch: {kind: local, port: 29571}
  memory: {zero: ${zero}, offload: none, micro_batch: 1, attention: flash, encoder_dtype: fp32}
`;

/** The tiny DiT that a ControlNet of 19 blocks can steer has as many blocks as DiT-g/2. */
const DEEP = { DITC_TINY_DEPTH: '40' };
/** Of 19 blocks with 30 tensors each. */
const BLOCK_TENSORS = 19 * 30;
const STEPS = `length: 4 steps\nsave: {every: 2 steps, keep: 1}\n`;

describe.skipIf(!wanted)('ControlNet and IP-Adapter', { timeout: 600_000 }, () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await makePorcelainScratch(PYTHON, HYDIT ?? '');
  }, 300_000);

  afterAll(async () => {
    await rm(scratch.root, { recursive: true });
  });

  const folderOf = (kind: 'launch' | 'runs', name: string): string => join(scratch.experiment, kind, name);

  async function train(wish: Wish, env: Readonly<Record<string, string>> = {}): Promise<Taken> {
    await writeFile(join(scratch.experiment, `${wish.name}.yaml`), experiment(wish));
    const { status, stderr } = await ditc(['build', `${wish.name}.yaml`], { cwd: scratch.experiment });
    expect(status, stderr).toBe(0);
    return await start(wish.name, env);
  }

  const start = (name: string, env: Readonly<Record<string, string>> = {}): Promise<Taken> =>
    takeSteps(PYTHON, join(folderOf('launch', name), 'local', 'run.sh'), env);

  const checkpointsOf = async (name: string, stage = 'main'): Promise<readonly string[]> =>
    (await readdir(join(folderOf('runs', name), stage, 'checkpoints'))).sort();

  it('takes the steps of a ControlNet on two ranks and leaves its last checkpoint, without the networks of other controls', async () => {
    const method = '{kind: controlnet, control: canny}';
    const wish: Wish = { name: 'edges', method, weights: 'module', more: STEPS, ranks: 2, zero: 2 };
    const { status, output, rates } = await train(wish, DEEP);
    expect(status, output.slice(-3000)).toBe(0);
    // The layers behind its blocks begin as zeros, so the first step moves only them: they are all of the last rank.
    expect(rates.at(-1)).toEqual([0.5, 1, 1, 1].map((share) => expect.closeTo(share * 1e-3, 12)));
    expect(output).toContain('ditc: 4 of 4 planned optimizer steps are done');
    expect((await checkpointsOf('edges')).filter((file) => file.endsWith('.pt'))).toEqual([
      '0000008.pt',
      'final.pt',
    ]);
    const weights = join(scratch.checkout, 'ckpts', 't2i', 'model', 'pytorch_model_module.pt');
    const left = await inspectRun(PYTHON, join(folderOf('runs', 'edges'), 'main'), weights);
    expect(left).toEqual({
      blocks: BLOCK_TENSORS,
      blocksMoved: expect.any(Number),
      othersMoved: 0,
      added: 40,
    });
    expect(left['blocksMoved']).toBeGreaterThan(BLOCK_TENSORS / 2);
  });

  it('takes the steps of an IP-Adapter, whose file holds the adapter and nothing else, with its step beside it', async () => {
    const more = 'length: 4 steps\nsave: {every: 2 steps, keep: 2}\n';
    const wish: Wish = {
      name: 'prompted',
      method: '{kind: ipadapter}',
      weights: 'ema',
      more,
      ranks: 1,
      zero: 0,
    };
    const { status, output, rates } = await train(wish);
    expect(status, output.slice(-3000)).toBe(0);
    expect(rates).toEqual([[0.5, 1, 1, 1].map((share) => expect.closeTo(share * 1e-3, 12))]);
    expect(await checkpointsOf('prompted')).toEqual(['0000004.pt', '0000008.pt', 'final.pt']);
    const run = join(folderOf('runs', 'prompted'), 'main');
    const { tensors, others, moved } = await inspectRun(PYTHON, run, scratch.weights);
    // Two of the token embedder's four layers, and four of each of the tiny model's four blocks.
    expect([tensors, others]).toEqual([20, 0]);
    expect(moved).toBeGreaterThan(10);
    const marker = await readFile(join(run, 'checkpoints', 'final.pt', 'ditc.json'), 'utf8');
    expect(JSON.parse(marker)).toMatchObject({ complete: true, updates: 4, micro_steps: 8 });
  });

  it('goes on with a killed IP-Adapter, and starts a second stage from the adapter of the first', async () => {
    const more = `length: 3 steps
save: {every: 2 steps, optimizer_state: true}
stages:
  - {id: s1}
  - {id: s2, length: 1 steps, save.every: 1 steps}
`;
    const wish: Wish = {
      name: 'killed',
      method: '{kind: ipadapter}',
      weights: 'ema',
      more,
      ranks: 1,
      zero: 0,
    };
    expect((await train(wish, { DITC_END_AT: '3' })).status).not.toBe(0);
    const { status, output } = await start('killed');
    expect(status, output.slice(-3000)).toBe(0);
    expect(output).toContain('0000004.pt after update 2');
    expect(await checkpointsOf('killed', 's1')).toEqual(['0000004.pt', 'final.pt']);
    expect(output).toMatch(/Resume from ipa checkpoint \S+s1\/checkpoints\/final\.pt\/ipa\.pt/);
    expect(await checkpointsOf('killed', 's2')).toEqual(['0000002.pt', 'final.pt']);
  });
});
