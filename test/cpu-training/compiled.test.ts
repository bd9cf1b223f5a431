import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { ditc } from '../support/ditc.ts';
import { freePort } from '../support/free-port.ts';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import {
  inspectRun,
  makePorcelainScratch,
  PORCELAIN,
  readLoggedRates,
  type Scratch,
  takeSteps,
} from './take-steps.ts';

const wanted =
  HYDIT !== undefined && hasTool('deepspeed', PYTHON, '-c', 'import deepspeed, peft, sentencepiece');
if (HYDIT === undefined)
  process.stderr.write('skipped: training from compiled files (set HYDIT to a checkout)\n');

const adapter = `ditc: 1
name: porcelain
model: {version: v1.2, weights: ema}
method: {kind: lora, rank: 4}
resolution: {kind: multi, base: 256, step: 64}
batch: 4
optimizer: {lr: 1.0e-4, warmup: 4 steps}
length: 10 steps
data:
  sources:
    porcelain: {csv: porcelain.csv}
save: {every: 5 steps}
machine:
  gpu: RTX-4090
  memory: {zero: 0, offload: none, micro_batch: 2, gradient_checkpointing: true, attention: flash, encoder_dtype: fp32}
`;

const whole = `ditc: 1
name: porcelain-full
model: {version: v1.2, weights: ema}
method: {kind: full}
resolution: {kind: single, size: 256}
batch: 8
optimizer: {lr: 1.0e-4, schedule: cosine, warmup: 1 step}
ema: {decay: 0.9}
length: 4 epochs
data:
  sources:
    porcelain: {csv: porcelain.csv}
save: {every: 2 epochs, keep: 1}
machine:
  gpu: A800-80GB
  gpus_per_node: 2
  memory: {zero: 2, offload: none, micro_batch: 2, gradient_checkpointing: false, attention: flash, encoder_dtype: fp32}
`;

const FOUR_STEPS = { length: '4 steps', batch: 4, 'optimizer.warmup': '2 steps', 'save.every': '2 steps' };

/** A bundled example on so many processors instead of its cards: smaller pictures and four steps, everything else as it is. */
async function shrink(example: string, ranks: number): Promise<string> {
  const document = parseDocument(await readFile(join(PORCELAIN, example), 'utf8'));
  const isMulti = document.getIn(['resolution', 'kind']) === 'multi';
  const changes = {
    ...FOUR_STEPS,
    ...(isMulti ? { 'resolution.base': 256, 'resolution.step': 32 } : { 'resolution.size': 256 }),
  };
  for (const [path, value] of Object.entries(changes)) document.setIn(path.split('.'), value);
  const memory = { zero: ranks === 1 ? 0 : 2, offload: 'none', micro_batch: 1, attention: 'flash' };
  document.set('name', `${String(document.get('name'))}-${ranks}`);
  document.setIn(['model', 'weights'], 'ema'); // the only file that the scratch checkout has
  document.set('machine', { gpu: 'A800-80GB', gpus_per_node: ranks, memory });
  return document.toString();
}

describe.skipIf(!wanted)('training from compiled files', { timeout: 300_000 }, () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await makePorcelainScratch(PYTHON, HYDIT ?? '');
  }, 300_000);

  afterAll(async () => {
    await rm(scratch.root, { recursive: true });
  });

  /** Builds an experiment beside the linked checkout; returns the run's folder and the stage's launch script. */
  async function build(name: string, text: string, kind = 'local'): Promise<{ launch: string; run: string }> {
    await writeFile(join(scratch.experiment, `${name}.yaml`), text);
    const { status, stderr } = await ditc(['build', `${name}.yaml`], { cwd: scratch.experiment });
    expect(status, stderr).toBe(0);
    return {
      launch: join(scratch.experiment, 'launch', name, kind, 'main', 'launch.sh'),
      run: join(scratch.experiment, 'runs', name, 'main'),
    };
  }

  it('takes the steps of an adapter, each with the rate of its warm-up', async () => {
    const { launch, run } = await build('porcelain', adapter);
    const { status, output, rates } = await takeSteps(PYTHON, launch);
    expect(status, output.slice(-3000)).toBe(0);
    expect(rates).toEqual([
      [0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1].map((share) => expect.closeTo(share * 1e-4, 12)),
    ]);
    expect(await readLoggedRates(run)).toEqual([1e-4]);
    const left = await inspectRun(PYTHON, run, scratch.weights);
    expect(left['moved']).toBeGreaterThan(10);
    expect(output).toContain('ditc: 10 of 10 planned optimizer steps are done');
  });

  it('takes the steps of a whole model on the two ranks of a node, under torchrun', async () => {
    const text = `${whole}  launch: {kind: slurm, time: "01:00:00"}\n`;
    const { launch } = await build(
      'porcelain-node',
      text.replace('porcelain-full', 'porcelain-node'),
      'slurm',
    );
    const place = { NODE_RANK: '0', MASTER_ADDR: '127.0.0.1', MASTER_PORT: String(await freePort()) };
    const { status, output, rates } = await takeSteps(PYTHON, launch, place);
    expect(status, output.slice(-3000)).toBe(0);
    expect(rates.map(({ length }) => length)).toEqual([12, 12]);
    expect(output).toContain('ditc: 12 of 12 planned optimizer steps are done');
  });

  it('takes the steps of a whole model on two ranks for the epochs it is told', async () => {
    const { launch, run } = await build('porcelain-full', whole);
    const { status, output, rates } = await takeSteps(PYTHON, launch);
    expect(status, output.slice(-3000)).toBe(0);
    const updates = 12; // 24 images, 8 an update, 4 epochs
    const expected = Array.from({ length: updates }, (_, index) => {
      const done = Math.max(0, index - 1) / (updates - 1);
      return expect.closeTo(0.5e-4 * (1 + Math.cos(Math.PI * done)), 12);
    });
    expect(rates).toEqual([expected, expected]);
    const left = await inspectRun(PYTHON, run, scratch.weights);
    expect(left).toMatchObject({ moved: left['tensors'], globalSteps: updates, skippedSteps: 0 });
    expect(left['emaMoved']).toBe(left['tensors']);
  });

  it('trains a whole model from scratch, for an epoch, with its average', async () => {
    const text = whole
      .replace('porcelain-full', 'porcelain-scratch')
      .replace('weights: ema', 'weights: random')
      .replace('  gpus_per_node: 2', '  launch: {kind: local, port: 29562}\n  gpus_per_node: 2')
      .replace('length: 4 epochs', 'length: 1 epoch')
      .replace('every: 2 epochs', 'every: 1 epoch');
    const { launch, run } = await build('porcelain-scratch', text);
    const { status, output } = await takeSteps(PYTHON, launch);
    expect(status, output.slice(-3000)).toBe(0);
    // The last layer starts at zero, so that the first gradients of all others are zero: the probe of rates takes that step of a rank
    // whose share ends before the last layer for none (hydit/modules/models.py `initialize_weights`, commit 368280e).
    expect(await inspectRun(PYTHON, run, scratch.weights)).toMatchObject({ globalSteps: 3, skippedSteps: 0 });
    expect(output).not.toContain('Resume from');
    expect(output).toContain('ditc: 3 of 3 planned optimizer steps are done');
  });

  it.each([
    ['lora.yaml', 'porcelain', 1],
    ['lora.yaml', 'porcelain', 2],
    ['full.yaml', 'porcelain-full', 1],
    ['full.yaml', 'porcelain-full', 2],
  ])('takes the steps of examples/porcelain/%s (%s) on %i rank(s)', async (example, name, ranks) => {
    const { launch, run } = await build(`${name}-${ranks}`, await shrink(example, ranks));
    const { status, output, rates } = await takeSteps(PYTHON, launch);
    expect(status, output.slice(-3000)).toBe(0);
    expect(rates).toHaveLength(ranks);
    for (const rate of rates) expect(rate).toHaveLength(4);
    expect(output).toContain('ditc: 0 of 4 optimizer steps were skipped');
    expect(output).toContain('ditc: 4 of 4 planned optimizer steps are done');
    expect((await inspectRun(PYTHON, run, scratch.weights))['moved']).toBeGreaterThan(10);
    if (process.env['DITC_SHOW_LOG']) process.stdout.write(await readFile(join(run, 'log.txt'), 'utf8'));
  });
});
