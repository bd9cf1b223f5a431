import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import { build, CAPTIONS, writeCaptioned } from './build-captioned.ts';
import { type Recorded, readRecorded } from './read-recorded.ts';
import { environment, makeScratch, type Scratch, type Taken, takeSteps } from './take-steps.ts';

const wanted =
  HYDIT !== undefined && hasTool('deepspeed', PYTHON, '-c', 'import deepspeed, peft, sentencepiece');
if (HYDIT === undefined) process.stderr.write('skipped: stages in a chain (set HYDIT to a checkout)\n');

const MICRO_BATCH = 2;
const ACCUMULATION = 2;
/** Optimizer steps of the stages of a whole model. */
const [FIRST, SECOND, THIRD] = [2, 8, 1];
/** The second is killed on its way to this one, in the third epoch, and goes on after that one, in the middle of the second. */
const [KILLED_AT, GOES_ON_AFTER] = [7, 5];

const chain = (name: string, method: string, rest: string): string => `ditc: 1
name: ${name}
seed: 77
model: {version: v1.2, weights: ema}
method: ${method}
resolution: {kind: multi, base: 256, ratios: ['1/1', '3/4', '4/3']}
batch: ${MICRO_BATCH * ACCUMULATION}
optimizer: {lr: 1.0e-3, schedule: cosine}
length: ${FIRST} steps
data:
  sources:
    plates: {csv: plates.csv}
    vases: {csv: vases.csv}
  bad_images: {at_most: 0.1}
${CAPTIONS}${rest}machine:
  gpu: A800-80GB
  workers: 1
  launch: {kind: local, port: 29532}
  memory: {zero: 0, offload: none, micro_batch: ${MICRO_BATCH}, gradient_checkpointing: false, attention: flash, encoder_dtype: fp32}
`;

const WHOLE = `ema: {decay: 0.6}
save: {every: 2 steps, keep: 1, resume_every: 5 steps, optimizer_state: true}
stages:
  - {id: s1, use: [plates]}
  - {id: s2, use: [vases], length: ${SECOND} steps, optimizer.warmup: 2 steps, save.every: 4 steps}
`;

const AND_FROM_AVERAGE = `  - {id: s3, use: [plates], length: ${THIRD} steps, save.every: 1 steps, start_from: ema}
`;

const ADAPTER = `stages:
  - {id: s1, use: [plates]}
  - {id: s2, use: [vases]}
save: {every: 2 steps}
`;

/** One start of `run.sh`. */
interface Run {
  readonly taken: Taken;
  /** What rank 0 loaded in a stage. */
  readonly loaded: (stage: string) => Promise<readonly Recorded[]>;
  /** The loss of each micro step of a stage. */
  readonly losses: (stage: string) => Promise<readonly number[]>;
  /** The weights that a stage began with, compared with those that another left. */
  readonly compareStart: (stage: string, checkpoint: string, kind: string) => Promise<StartComparison>;
}

/** Printed by compare_start.py. */
interface StartComparison {
  readonly compared: number;
  readonly differing: readonly string[];
  readonly otherDiffering?: number;
  readonly base?: number;
  readonly baseDiffering?: readonly string[];
  readonly moved?: number;
}

describe.skipIf(!wanted)('stages in a chain', { timeout: 600_000 }, () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await makeScratch(PYTHON, HYDIT ?? '');
    await writeCaptioned(scratch);
  }, 300_000);

  afterAll(async () => {
    await rm(scratch.root, { recursive: true });
  });

  async function start(launch: string, more: Readonly<Record<string, string>> = {}): Promise<Run> {
    const samples = await mkdtemp(join(scratch.root, 'recorded-'));
    const probe = await mkdtemp(join(scratch.root, 'probe-'));
    const env = { DITC_RECORD_SAMPLES: samples, DITC_STAGE_PROBE: probe, ...more };
    const taken = await takeSteps(PYTHON, join(launch, 'run.sh'), env);
    const fileOf = async (stage: string, end: string): Promise<string> => {
      const found = (await readdir(probe)).filter(
        (name) => name.startsWith(`${stage}.`) && name.endsWith(end),
      );
      expect(found).toHaveLength(1);
      return join(probe, found[0] ?? '');
    };
    return {
      taken,
      loaded: async (stage) => (await readRecorded(samples, stage, 1, MICRO_BATCH))[0] ?? [],
      losses: async (stage) =>
        (await readFile(await fileOf(stage, '.losses.jsonl'), 'utf8')).trim().split('\n').map(Number),
      compareStart: async (stage, checkpoint, kind) =>
        runScript<StartComparison>(
          'compare_start.py',
          await fileOf(stage, '.pt'),
          checkpoint,
          kind,
          scratch.weights,
        ),
    };
  }

  function runScript<Found>(name: string, ...argv: readonly string[]): Found {
    const script = join(import.meta.dirname, 'scripts', name);
    const env = environment(PYTHON);
    const output = execFileSync(PYTHON, ['-W', 'ignore', script, ...argv], { env, encoding: 'utf8' });
    return JSON.parse(output) as Found; // printed by the script
  }

  const compareRuns = (one: string, other: string) =>
    runScript<{ tensors: number; differing: readonly string[] }>('compare_runs.py', one, other);

  const expectDone = ({ taken }: Run): void => expect(taken.status, taken.output.slice(-3000)).toBe(0);

  it('start from the weights and from the average of the one before, and go on in the middle of the second', async () => {
    const whole = await build(scratch, 'whole', chain('whole', '{kind: full}', WHOLE + AND_FROM_AVERAGE));
    const undisturbed = await start(whole.launch);
    expectDone(undisturbed);
    const leftBy = (stage: string): string => join(whole.runs, stage, 'checkpoints', 'final.pt');
    for (const [stage, before, kind] of [
      ['s2', 's1', 'module'],
      ['s3', 's2', 'ema'],
    ] as const) {
      const found = await undisturbed.compareStart(stage, leftBy(before), kind);
      expect(found.differing, `${stage} from ${before}`).toEqual([]);
      expect(found.compared).toBeGreaterThan(20);
      expect(found.otherDiffering).toBeGreaterThan(found.compared / 2); // average and weights are not alike
    }

    const killed = await build(scratch, 'killed', chain('killed', '{kind: full}', WHOLE));
    const stopped = await start(killed.launch, { DITC_END_AT: `${KILLED_AT}` });
    expect(stopped.taken.status).not.toBe(0);
    const resumed = await start(killed.launch);
    expectDone(resumed);
    expect(resumed.taken.output).toContain('ditc: stage s1 is finished');
    expect(resumed.taken.output).toMatch(new RegExp(`going on from \\S+ after update ${GOES_ON_AFTER}\\b`));

    const [all = []] = undisturbed.taken.rates;
    expect(all).toHaveLength(FIRST + SECOND + THIRD);
    expect(stopped.taken.rates[0]).toEqual(all.slice(0, FIRST + KILLED_AT));
    expect(resumed.taken.rates[0]).toEqual(all.slice(FIRST + GOES_ON_AFTER, FIRST + SECOND));

    const [done, steps] = [GOES_ON_AFTER * ACCUMULATION, SECOND * ACCUMULATION];
    const losses = await undisturbed.losses('s2');
    expect(losses).toHaveLength(steps);
    expect(new Set(losses).size).toBe(steps);
    expect(await resumed.losses('s2')).toEqual(losses.slice(done));

    // Loading runs ahead: what is beyond the last step is left aside.
    const loaded = (await undisturbed.loaded('s2')).slice(0, steps * MICRO_BATCH);
    const again = await resumed.loaded('s2');
    expect(loaded.at(-1)?.epoch).toBeGreaterThan(loaded[done * MICRO_BATCH]?.epoch ?? 0);
    expect(again.slice(0, (steps - done) * MICRO_BATCH)).toEqual(loaded.slice(done * MICRO_BATCH));
    for (const stage of ['s1', 's2']) {
      const found = compareRuns(join(whole.runs, stage), join(killed.runs, stage));
      expect(found.differing, stage).toEqual([]);
      expect(found.tensors).toBeGreaterThan(20);
    }
  });

  it('put the adapter of the one before on the same model, and are left out once they are finished', async () => {
    const { launch, runs } = await build(
      scratch,
      'adapter',
      chain('adapter', '{kind: lora, rank: 4}', ADAPTER),
    );
    const run = await start(launch);
    expectDone(run);
    const found = await run.compareStart('s2', join(runs, 's1', 'checkpoints', 'final.pt'), 'adapter');
    expect(found).toMatchObject({ differing: [], baseDiffering: [] });
    expect(found.compared).toBeGreaterThan(10);
    expect(found.moved).toBe(found.compared / 2);
    expect(found.base).toBeGreaterThan(20);

    const again = await start(launch);
    expectDone(again);
    expect(again.taken.rates).toEqual([]);
    for (const stage of ['s1', 's2'])
      expect(again.taken.output).toContain(`ditc: stage ${stage} is finished`);
  });
});
