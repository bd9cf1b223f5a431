import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { experimentText } from '../support/ditc.ts';
import {
  drawMoments,
  type Ended,
  KILLS,
  measured,
  OF_SIGNAL,
  runUntil,
  shortenedLines,
} from '../support/kills.ts';
import { MACHINE, stage } from '../support/stand-in.ts';
import { hasPythonModule, PYTHON } from '../support/tools.ts';

const INTERVAL = 10;
/** A start with the import of torch, on processors that others use too, in milliseconds. */
const START_MS = 60_000;

const DEEPSPEED = `#!/usr/bin/env bash
exec "$PYTHON" -W ignore "$STAND_IN" "$@"
`;

const experiment = (name: string): string =>
  experimentText(
    ['name: porcelain', `name: ${name}`],
    ['length: 2000 steps', `length: ${4 * INTERVAL} steps`],
    [
      'save: {every: 500 steps, keep: 4}',
      `save: {every: ${4 * INTERVAL} steps, resume_every: ${INTERVAL} steps}`,
    ],
    ['lr: 1.0e-4', 'lr: 1.0e-3'],
  );

describe.skipIf(!hasPythonModule('torch'))('ditc run, killed at random moments and started again', () => {
  it(
    `ends with the metrics and the weights of an undisturbed one (${KILLS} kills)`,
    async () => {
      const { folder, env: own } = stage('');
      writeFileSync(join(folder, 'bin/deepspeed'), DEEPSPEED);
      chmodSync(join(folder, 'bin/deepspeed'), 0o755);
      writeFileSync(join(folder, 'machine.yaml'), MACHINE);
      for (const name of ['whole', 'killed']) writeFileSync(join(folder, `${name}.yaml`), experiment(name));
      const STAND_IN = join(import.meta.dirname, 'python/stand_in_trainer.py');
      const env = { ...own, NO_COLOR: '1', PYTHON, STAND_IN, OMP_NUM_THREADS: '1' };
      const start = (name: string, moment?: Parameters<typeof runUntil>[3]): Promise<Ended> =>
        runUntil([`${name}.yaml`, '--machine', 'machine.yaml'], folder, env, moment);
      const inRuns = (name: string, path = ''): string => join(folder, 'runs', name, path);

      const whole = await start('whole');
      expect(whole.status, whole.output).toBe(0);
      const expectSame = (): void => {
        const shortened = shortenedLines(readFileSync(inRuns('killed', 'output.log'), 'utf8'), INTERVAL);
        const linesOf = (name: string): readonly object[] =>
          measured(inRuns(name, 'main/metrics.jsonl'), shortened);
        expect(linesOf('whole')).toHaveLength(4);
        expect(linesOf('killed')).toEqual(linesOf('whole'));
        const weightsOf = (name: string): string => readFileSync(inRuns(name, 'main/weights.json'), 'utf8');
        expect(weightsOf('killed')).toBe(weightsOf('whole'));
      };
      for (const moment of drawMoments(KILLS, whole.lines)) {
        const ended = await start('killed', moment);
        expect([OF_SIGNAL[moment.signal], 0], ended.output).toContain(ended.status);
        if (ended.status !== 0) continue;
        expectSame();
        rmSync(inRuns('killed'), { recursive: true });
      }
      expect((await start('killed')).status).toBe(0);
      expectSame();
    },
    START_MS * (KILLS + 2),
  );
});
