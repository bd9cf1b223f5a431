import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../src/watch/event.ts';
import { ditc } from '../support/ditc.ts';
import { linesOf, RUN, type Stage, stage } from '../support/stand-in.ts';

const CAPTURED = join(import.meta.dirname, '../watch/captured/two-micro-steps.log');

/** What the trainer wrote, printed anew: its head up to the first line that is measured, or what comes behind. */
const UNTIL_FIRST = `sed '/step=0000020/q' "$NOTES/captured.log" >&2`;
const FROM_SECOND = `sed '1,/step=0000020/d' "$NOTES/captured.log" >&2`;

function replay(behaviour: string): Stage {
  const place = stage(behaviour);
  copyFileSync(CAPTURED, join(place.folder, 'captured.log'));
  return place;
}

const inRuns = (folder: string, path: string): string => join(folder, 'runs/porcelain', path);

const metricsOf = (folder: string): readonly { readonly step: number }[] =>
  linesOf(inRuns(folder, 'main/metrics.jsonl')).map((line) => JSON.parse(line) as { step: number }); // our own file

const eventsOf = (folder: string): readonly TrainingEvent[] =>
  linesOf(inRuns(folder, 'events.jsonl')).map((line) => JSON.parse(line) as TrainingEvent); // our own file

describe('ditc run looks after a training', () => {
  it('keeps all that was written and what was measured, and shows it where there is no terminal', async () => {
    const { folder, env } = replay(`${UNTIL_FIRST}; ${FROM_SECOND}; echo Worker 0 ready`);
    const { stdout, stderr, status } = await ditc(RUN, { cwd: folder, env });
    expect(status).toBe(0);
    const captured = readFileSync(CAPTURED, 'utf8');
    expect(stderr).toContain(captured);
    expect(stdout).toMatch(/\ntraining\nWorker 0 ready\n$/);
    const output = readFileSync(inRuns(folder, 'output.log'), 'utf8');
    for (const part of [captured, 'training\n', 'Worker 0 ready\n']) expect(output).toContain(part);
    expect(metricsOf(folder).map(({ step }) => step)).toEqual(
      [20, 40, 60, 80, 100, 120].map((each) => each / 4),
    );
    expect(Object.keys(metricsOf(folder)[0] ?? {})).toEqual([
      ...['step', 'epoch', 'loss', 'lr', 'steps_per_second', 'samples_per_second', 'time'],
    ]);
    expect(eventsOf(folder).map(({ what }) => what)).toEqual([
      'stage main starts',
      'stage main starts', // run.sh's own, and that of the run that was captured
      ...['0000060.pt', '0000120.pt', 'latest.pt', 'final.pt'].map((name) => `saved ${name}`),
    ]);
  });

  it('goes on in the same files, and measures anew what is trained anew', async () => {
    const goesOn = `[2026-11-25 16:35:10] ditc: going on from /lab/runs/x/main/checkpoints/resume after update 10`;
    const place = replay(`cat "$NOTES/captured.log" >&2; exit 1`);
    expect(await ditc(RUN, { cwd: place.folder, env: place.env })).toMatchObject({ status: 1 });
    const before = metricsOf(place.folder);
    const again = {
      ...place.env,
      BEHAVIOUR: `echo '${goesOn}' >&2; sed -n '/step=0000060/,$p' "$NOTES/captured.log" >&2`,
    };
    expect(await ditc(RUN, { cwd: place.folder, env: again })).toMatchObject({ status: 0 });
    expect(before.map(({ step }) => step)).toEqual([5, 10, 15, 20, 25, 30]);
    expect(metricsOf(place.folder).map(({ step }) => step)).toEqual([5, 10, 15, 20, 25, 30]);
    expect(readFileSync(inRuns(place.folder, 'output.log'), 'utf8').split('step=0000120')).toHaveLength(3);
    expect(eventsOf(place.folder)).toContainEqual(
      expect.objectContaining({ kind: 'goes-on', what: 'goes on after step 10' }),
    );
  });

  it('says what is wrong, with the smallest change that needs less memory', async () => {
    const { folder, env } = stage(
      `echo 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0' >&2; exit 1`,
    );
    const { stderr, status } = await ditc(RUN, { cwd: folder, env });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /\ntrouble {2}main: a GPU ran out of memory when it needed 2\.00 GiB more\n {2}The smallest change that needs less: .+ → [\d.]+ GiB instead of [\d.]+ GiB\.\n/,
    );
    expect(eventsOf(folder).map(({ kind }) => kind)).toEqual(['stage-starts', 'out-of-memory']);
  });

  it('trains on when its own files cannot be written', async () => {
    const { folder, env } = stage(
      `mkdir -p "$NOTES/runs/porcelain/main/metrics.jsonl"; cat "$NOTES/captured.log" >&2`,
    );
    copyFileSync(CAPTURED, join(folder, 'captured.log'));
    const { stderr, status } = await ditc(RUN, { cwd: folder, env });
    expect(status).toBe(0);
    expect(stderr.match(/trouble .*metrics\.jsonl` cannot be written: a folder of that name/g)).toHaveLength(
      1,
    );
  });
});
