import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type WatchedStage, Watcher } from '../../src/watch/watcher.ts';

const STAGES: readonly WatchedStage[] = [
  { id: 'main', batch: 4, accumulation: 2, updates: 60, lessMemory: 'Try `micro_batch: 1`.' },
  { id: 'fine', batch: 8, accumulation: 2, updates: 30 },
];

const line = (step: number, loss = '0.25'): string =>
  `(step=${step}) (update_step=${step / 2}) Train Loss: ${loss}, Lr: 0.0001, Steps/Sec: 1.00, Samples/Sec: 2.00`;

/** A watcher whose clock is moved by hand. */
function watch(): { watcher: Watcher; wait: (seconds: number) => void } {
  let now = Date.parse('2026-11-25T12:00:00Z');
  const watcher = new Watcher(STAGES, () => now);
  watcher.read('ditc: stage main starts');
  return { watcher, wait: (seconds) => void (now += seconds * 1000) };
}

const kinds = (watcher: Watcher, ...lines: readonly string[]): readonly string[] =>
  lines.flatMap((each) => watcher.read(each).events.map(({ kind }) => kind));

describe('a watcher', () => {
  it('measures the real trainer in optimizer steps', () => {
    const captured = readFileSync(join(import.meta.dirname, 'captured', 'two-micro-steps.log'), 'utf8');
    const { watcher } = watch();
    const measured = captured.split(/[\r\n]/).flatMap((each) => watcher.read(each).metrics ?? []);
    expect(measured.map(({ step, epoch, loss }) => [step, epoch, loss])).toEqual([
      [10, 1, 0.3197],
      [20, 3, 0.3227],
      [30, 4, 0.3576],
      [40, 6, 0.4171],
      [50, 8, 0.2677],
      [60, 9, 0.2671],
    ]);
    expect(measured[0]).toEqual({
      step: 10,
      epoch: 1,
      loss: 0.3197,
      lr: 0.0001,
      steps_per_second: 4.55 / 4,
      samples_per_second: 4.55,
      time: new Date('2026-11-25T16:34:20').toISOString(),
    });
    expect(watcher.progress()).toMatchObject({ stage: 'main', step: 60, updates: 60, secondsLeft: 0 });
  });

  it('tells the time left of the stage and of all, whose images take as long', () => {
    const { watcher } = watch();
    expect(watcher.progress()).toBeUndefined();
    watcher.read(line(20));
    // 2 images a second: a step of 4 takes 2 s, and 50 are left; then 30 steps of 8.
    expect(watcher.progress()).toMatchObject({ step: 10, secondsLeft: 100, secondsLeftInAll: 100 + 30 * 4 });
    watcher.read('ditc: stage fine starts');
    expect(watcher.progress()).toBeUndefined();
    watcher.read(line(20));
    expect(watcher.progress()).toMatchObject({ stage: 'fine', secondsLeft: 80, secondsLeftInAll: 80 });
  });

  it('tells a trouble once a stage, with the change that needs less memory', () => {
    const { watcher } = watch();
    const out = 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.';
    expect(watcher.read(out).events).toEqual([
      {
        time: '2026-11-25T12:00:00.000Z',
        severity: 'trouble',
        kind: 'out-of-memory',
        stage: 'main',
        what: 'a GPU ran out of memory when it needed 2.00 GiB more',
        help: 'Try `micro_batch: 1`.',
      },
    ]);
    expect(kinds(watcher, out, out)).toEqual([]);
    expect(kinds(watcher, 'ditc: stage fine starts', out)).toEqual(['stage-starts', 'out-of-memory']);
  });

  it('tells of a loss that is no number, and of steps that mostly overflow', () => {
    const { watcher } = watch();
    expect(kinds(watcher, line(20), line(40, 'nan'), line(60, 'nan'))).toEqual(['no-number']);
    const skipped = (of: number, steps: number): string =>
      `ditc: ${of} of ${steps} optimizer steps were skipped because of fp16 overflow`;
    expect(kinds(watcher, skipped(9, 9), skipped(12, 100), skipped(30, 140), skipped(60, 180))).toEqual([
      'overflow',
    ]);
  });

  it('tells of a hang once there is a usual time between lines, again after the next', () => {
    const { watcher, wait } = watch();
    const lines = (from: number, count: number): void => {
      for (let index = 0; index < count; index += 1) {
        wait(30);
        watcher.read(line(2 * (from + index)));
      }
    };
    wait(9999);
    expect(watcher.stalled()).toEqual([]);
    lines(1, 4);
    wait(299);
    expect(watcher.stalled()).toEqual([]);
    wait(1);
    expect(watcher.stalled()).toMatchObject([
      { kind: 'stalled', what: expect.stringMatching(/^no line for 300 s/) },
    ]);
    expect(watcher.stalled()).toEqual([]);
    lines(5, 1);
    wait(300);
    expect(watcher.stalled()).toHaveLength(1);
  });

  it('does not call the save of a whole model a hang where lines come fast', () => {
    const { watcher, wait } = watch();
    for (const step of [2, 4, 6, 8, 10]) {
      wait(1);
      watcher.read(line(step));
    }
    wait(119);
    expect(watcher.stalled()).toEqual([]);
    wait(1);
    expect(watcher.stalled()).toHaveLength(1);
  });

  it('says where a stage goes on', () => {
    const { watcher } = watch();
    expect(watcher.read('[2026-11-25 02:10:11] ditc: going on from /x/resume after update 30')).toMatchObject(
      {
        goesOnAfter: 30,
        events: [{ kind: 'goes-on', what: 'goes on after step 30' }],
      },
    );
  });
});
