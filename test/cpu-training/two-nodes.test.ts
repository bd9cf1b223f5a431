import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMetrics } from '../../src/watch/metrics.ts';
import { type Ended, runUntil } from '../support/kills.ts';
import { hasSlurm, type SlurmCluster, startSlurmCluster } from '../support/slurm-cluster.ts';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import { expectSameRun } from './expect-same-run.ts';
import { fullExperiment } from './full-experiment.ts';
import { environment, makePorcelainScratch, type Scratch } from './take-steps.ts';

const wanted =
  HYDIT !== undefined &&
  hasTool('deepspeed', PYTHON, '-c', 'import deepspeed, peft, sentencepiece') &&
  hasSlurm();
if (HYDIT === undefined)
  process.stderr.write('skipped: the real trainer on two nodes of Slurm (set HYDIT to a checkout)\n');

const UPDATES = 60;
/** Optimizer steps between two lines of the log. */
const INTERVAL = 10;
/** Two starts with imports on two busy processors, in milliseconds. */
const RUN_MS = 280_000;

const experiment = (name: string): string =>
  fullExperiment({
    name,
    length: `${UPDATES} steps`,
    save: '{every: 40 steps, optimizer_state: true, resume_every: 50 steps}',
    machine: `  nodes: 2
  launch: {kind: slurm, time: "00:30:00", requeue: true, stop_before: 10 minutes}
  memory: {zero: 2, offload: none, micro_batch: 2, gradient_checkpointing: false, attention: flash, encoder_dtype: fp32}`,
  });

describe.skipIf(!wanted)('the real trainer as a Slurm job on two nodes', () => {
  let cluster: SlurmCluster;
  let scratch: Scratch;

  beforeAll(async () => {
    cluster = await startSlurmCluster();
    scratch = await makePorcelainScratch(PYTHON, HYDIT ?? '');
  }, 300_000);

  afterAll(async () => {
    await cluster.stop();
    await rm(scratch.root, { recursive: true });
  });

  const jobOf = (told: string): string => /(?<=submitted job )\d+/.exec(told)?.[0] ?? '';
  const runOf = (name: string): string => join(scratch.experiment, 'runs', name);
  const probeOf = (name: string): string => join(scratch.root, `probe-${name}`);

  const environmentOf = (name: string): NodeJS.ProcessEnv => ({
    ...environment(PYTHON),
    ...cluster.environment,
    NO_COLOR: '1',
    PYTHONPATH: join(import.meta.dirname, 'machine'),
    DITC_PROBE: probeOf(name),
  });

  /** Writes the experiment and gives it to `ditc run`, which submits the job and follows it to its end. */
  async function train(name: string): Promise<Ended> {
    await writeFile(join(scratch.experiment, `${name}.yaml`), experiment(name));
    await mkdir(probeOf(name));
    return await runUntil([`${name}.yaml`], scratch.experiment, environmentOf(name));
  }

  /** Trains, and sends the job what Slurm sends it before its limit, as soon as the first steps are logged. */
  async function trainSignalled(name: string): Promise<Ended> {
    const watching = new AbortController();
    const [ended] = await Promise.all([
      train(name).finally(() => watching.abort()),
      signalAfterFirstSteps(name, watching.signal),
    ]);
    return ended;
  }

  async function signalAfterFirstSteps(name: string, watching: AbortSignal): Promise<void> {
    while (!watching.aborted) {
      await setTimeout(100);
      const told = await readFile(join(runOf(name), 'output.log'), 'utf8').catch(() => '');
      if (!told.includes(`(step=00000${INTERVAL})`)) continue;
      const argv = ['--batch', '--signal=USR1', jobOf(told)];
      execFileSync('scancel', argv, { env: environmentOf(name) });
      return;
    }
  }

  /** On which nodes a rank made its optimizer steps, one entry a step. */
  async function nodesOf(name: string, rank: number): Promise<readonly string[]> {
    const lines = await readFile(join(probeOf(name), `rank-${rank}.jsonl`), 'utf8');
    return lines
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { node: string }).node); // written by rate_probe.py
  }

  it(
    'takes the planned steps with a rank on each, and leaves a checkpoint with the state of both',
    async () => {
      const { status, output } = await train('whole');
      expect(status, output.slice(-3000)).toBe(0);
      expect(output).toContain(`ditc: ${UPDATES} of ${UPDATES} planned optimizer steps are done`);
      for (const rank of [0, 1])
        expect(await nodesOf('whole', rank)).toEqual(Array.from({ length: UPDATES }, () => `n${rank + 1}`));

      const main = join(runOf('whole'), 'main');
      const lines = parseMetrics(await readFile(join(main, 'metrics.jsonl'), 'utf8'));
      const finite = lines.map(({ step, loss }) => [step, Number.isFinite(loss)]);
      expect(finite).toEqual([10, 20, 30, 40, 50, 60].map((step) => [step, true]));
      for (const checkpoint of ['0000040.pt', 'final.pt'])
        expect(await readdir(join(main, 'checkpoints', checkpoint))).toEqual(
          expect.arrayContaining([
            'mp_rank_00_model_states.pt',
            'zero_pp_rank_0_mp_rank_00_optim_states.pt',
            'zero_pp_rank_1_mp_rank_00_optim_states.pt',
          ]),
        );
    },
    RUN_MS,
  );

  it(
    'is put back before its limit, goes on at its step, and ends with the metrics and the bits of an undisturbed one',
    async () => {
      const { status, output } = await trainSignalled('left');
      expect(status, output.slice(-3000)).toBe(0);
      const [left] = /(?<=ditc: left after update )\d+(?=, going on from there)/.exec(output) ?? [];
      expect(output).toMatch(new RegExp(`ditc: going on from \\S+ after update ${left}\\n`));
      const shown = execFileSync('scontrol', ['-o', 'show', 'job', jobOf(output)], {
        env: environmentOf('left'),
        encoding: 'utf8',
      });
      expect(shown).toMatch(/JobState=COMPLETED.* Restarts=1 /);
      // No step is made twice and none is left out, and each has its own rate.
      for (const file of ['rank-0.jsonl', 'rank-1.jsonl'])
        expect(await readFile(join(probeOf('left'), file), 'utf8')).toBe(
          await readFile(join(probeOf('whole'), file), 'utf8'),
        );
      await expectSameRun(runOf('whole'), runOf('left'), INTERVAL);
    },
    RUN_MS,
  );
});
