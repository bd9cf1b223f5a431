import { describe, expect, it } from 'vitest';
import { learningRate } from '../../src/plan/learning-rate.ts';
import { scheduleOf } from '../../src/plan/schedule.ts';
import { hasTool, PYTHON, runPython } from '../support/tools.ts';
import { validExperiment } from '../support/valid-experiment.ts';

const SCRIPT = new URL('learning-rates.py', import.meta.url).pathname;

const SCHEDULES = ['constant', 'linear', 'cosine'] as const;
const LENGTHS = [
  [0, 1],
  [0, 100],
  [10, 100],
  [100, 100],
  [200, 100],
] as const;

describe.skipIf(!hasTool('Python', PYTHON, '--version'))('the learning rate', () => {
  const cases = SCHEDULES.flatMap((schedule) =>
    LENGTHS.map(([warmup, updates]) => ({ schedule, warmup, updates, peak: 3e-4 })),
  );

  it('is that of the overlay at every update', () => {
    const theirs = runPython(SCRIPT, cases) as readonly (readonly number[])[]; // a list for each case
    expect(theirs).toHaveLength(cases.length);
    cases.forEach(({ schedule, warmup, updates, peak }, each) => {
      const { optimizer } = validExperiment({
        optimizer: { lr: peak, schedule, warmup: `${warmup} steps` },
      });
      const ours = Array.from({ length: updates }, (_, index) => learningRate(index + 1, optimizer, updates));
      expect(theirs[each]).toHaveLength(updates);
      ours.forEach((rate, index) => expect(rate).toBeCloseTo(theirs[each]?.[index] ?? NaN, 15));
    });
  });
});

describe('scheduleOf', () => {
  const experiment = validExperiment({
    optimizer: { schedule: 'linear', warmup: '10 steps' },
    ema: { decay: 0.5 },
  });

  it('goes from the first to the last update', () => {
    const { points } = scheduleOf(experiment, 1000, 64);
    expect(points).toHaveLength(64);
    expect(points[0]).toEqual({ update: 1, lr: 1e-5, startLeft: 0.5 });
    expect(points.at(-1)?.update).toBe(1000);
    expect(points.map(({ update }) => update)).toEqual(
      [...new Set(points.map(({ update }) => update))].toSorted((a, b) => a - b),
    );
  });

  it('has no more points than updates', () => {
    expect(scheduleOf(experiment, 3, 64).points.map(({ update }) => update)).toEqual([1, 2, 3]);
    expect(scheduleOf(experiment, 1, 64).points.map(({ update }) => update)).toEqual([1]);
  });

  it('tells the half-life of the average', () => {
    expect(scheduleOf(experiment, 10, 4).halfLife).toBeCloseTo(1);
    expect(scheduleOf(validExperiment(), 10, 4)).not.toHaveProperty('halfLife');
  });
});
