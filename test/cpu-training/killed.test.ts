import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawMoments, KILLS, OF_SIGNAL, runUntil } from '../support/kills.ts';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import { expectSameRun } from './expect-same-run.ts';
import { fullExperiment } from './full-experiment.ts';
import { environment, makePorcelainScratch, type Scratch } from './take-steps.ts';

const wanted =
  HYDIT !== undefined && hasTool('deepspeed', PYTHON, '-c', 'import deepspeed, peft, sentencepiece');
if (HYDIT === undefined)
  process.stderr.write('skipped: killing the real trainer (set HYDIT to a checkout)\n');

/** Optimizer steps between two lines of the log, and between two states. */
const INTERVAL = 10;
const UPDATES = 30;
/** A start with imports on two busy processors, in milliseconds. */
const START_MS = 200_000;

const experiment = (name: string): string =>
  fullExperiment({
    name,
    length: `${UPDATES} steps`,
    save: `{every: 20 steps, resume_every: ${INTERVAL} steps}`,
    machine: `  launch: {kind: local, port: 29541}
  memory: {zero: 0, offload: none, micro_batch: 2, gradient_checkpointing: false, attention: flash, encoder_dtype: fp32}`,
  });

describe.skipIf(!wanted)('ditc run with the real trainer, killed at random moments', () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await makePorcelainScratch(PYTHON, HYDIT ?? '');
    for (const name of ['whole', 'killed'])
      await writeFile(join(scratch.experiment, `${name}.yaml`), experiment(name));
  }, 300_000);

  afterAll(async () => {
    await rm(scratch.root, { recursive: true });
  });

  it(
    `ends with the metrics and the bits of an undisturbed one (${KILLS} kills)`,
    async () => {
      const env = { ...environment(PYTHON), NO_COLOR: '1', PYTHONPATH: join(import.meta.dirname, 'machine') };
      const start = (name: string, moment?: Parameters<typeof runUntil>[3]) =>
        runUntil([`${name}.yaml`], scratch.experiment, env, moment);
      const runs = (name: string, path = ''): string => join(scratch.experiment, 'runs', name, path);
      const whole = await start('whole');
      expect(whole.status, whole.output.slice(-3000)).toBe(0);

      for (const moment of drawMoments(KILLS, whole.lines)) {
        const ended = await start('killed', moment);
        process.stderr.write(
          `${moment.signal} after ${moment.lines} lines and ${moment.delay} ms: ${ended.signal ?? ended.status}, ${lastStep(ended.output)}\n`,
        );
        expect([OF_SIGNAL[moment.signal], 0], ended.output.slice(-3000)).toContain(ended.status);
        if (ended.status !== 0) continue;
        await expectSameRun(runs('whole'), runs('killed'), INTERVAL);
        await rm(runs('killed'), { recursive: true });
      }
      const last = await start('killed');
      expect(last.status, last.output.slice(-3000)).toBe(0);
      await expectSameRun(runs('whole'), runs('killed'), INTERVAL);
    },
    START_MS * (KILLS + 2),
  );
});

/** Where a start has come to, for whoever watches. */
const lastStep = (output: string): string =>
  [...output.matchAll(/ditc: going on from \S+ after update \d+|step=\d+|ditc: left after update \d+/g)]
    .map(([found]) => found.replace(/from \S+ /, ''))
    .join(', ');
