import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ditc } from '../support/ditc.ts';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import { inspectRun, makeScratch, type Scratch, type Taken, takeSteps } from './take-steps.ts';

const wanted =
  HYDIT !== undefined && hasTool('deepspeed', PYTHON, '-c', 'import deepspeed, peft, sentencepiece, cv2');
if (HYDIT === undefined)
  process.stderr.write('skipped: ControlNet and IP-Adapter (set HYDIT to a checkout)\n');

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'porcelain');

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
  memory: {zero: ${zero}, offload: none, micro_batch: 1, attention: flash, encoder_dtype: fp32}
`;

/** The tiny DiT that a ControlNet of 19 blocks can steer has as many blocks as DiT-g/2. */
const DEEP = { DITC_TINY_DEPTH: '40' };
const STEPS = `length: 4 steps\nsave: {every: 2 steps, keep: 1}\n`;

describe.skipIf(!wanted)('ControlNet and IP-Adapter', { timeout: 600_000 }, () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await makeScratch(PYTHON, HYDIT ?? '');
    await cp(join(EXAMPLES, 'porcelain.csv'), join(scratch.experiment, 'porcelain.csv'));
    await cp(join(EXAMPLES, 'images'), join(scratch.experiment, 'images'), { recursive: true });
  }, 300_000);

  afterAll(async () => {
    await rm(scratch.root, { recursive: true });
  });

  const folderOf = (kind: 'launch' | 'runs', name: string): string => join(scratch.experiment, kind, name);

  async function train(wish: Wish, env: Readonly<Record<string, string>> = {}): Promise<Taken> {
    await writeFile(join(scratch.experiment, `${wish.name}.yaml`), experiment(wish));
    const { status, stderr } = await ditc(['build', `${wish.name}.yaml`], { cwd: scratch.experiment });
    expect(status, stderr).toBe(0);
    return await takeSteps(PYTHON, join(folderOf('launch', wish.name), 'local', 'run.sh'), env);
  }

  const checkpointsOf = async (name: string, stage = 'main'): Promise<readonly string[]> =>
    (await readdir(join(folderOf('runs', name), stage, 'checkpoints'))).sort();

  it('takes the steps of a ControlNet on two ranks and leaves its last checkpoint, without the networks of other controls', async () => {
    const method = '{kind: controlnet, control: canny}';
    const wish: Wish = { name: 'edges', method, weights: 'module', more: STEPS, ranks: 2, zero: 2 };
    const { status, output, rates } = await train(wish, DEEP);
    expect(status, output.slice(-3000)).toBe(0);
    const each = [0.5, 1, 1, 1].map((share) => expect.closeTo(share * 1e-3, 12));
    expect(rates).toEqual([each, each]);
    expect(output).toContain('ditc: 4 of 4 planned optimizer steps are done');
    expect((await checkpointsOf('edges')).filter((file) => file.endsWith('.pt'))).toEqual([
      '0000004.pt',
      'final.pt',
    ]);
  });

  it('takes the steps of an IP-Adapter, whose file holds the adapter and nothing else', async () => {
    const wish: Wish = {
      name: 'prompted',
      method: '{kind: ipadapter}',
      weights: 'ema',
      more: STEPS,
      ranks: 1,
      zero: 0,
    };
    const { status, output, rates } = await train(wish);
    expect(status, output.slice(-3000)).toBe(0);
    expect(rates).toHaveLength(1);
    expect(rates[0]).toHaveLength(4);
    expect(await checkpointsOf('prompted')).toEqual(['0000004.pt', 'final.pt']);
    const left = await inspectRun(PYTHON, join(folderOf('runs', 'prompted'), 'main'), scratch.weights);
    expect(left).toEqual({});
  });
});
