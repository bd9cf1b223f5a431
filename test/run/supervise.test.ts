import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../src/watch/event.ts';
import { BIN, ditc, run } from '../support/ditc.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { linesOf, RUN, type Stage, stage } from '../support/stand-in.ts';
import { hasTool } from '../support/tools.ts';

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

  it('says before the save that the disk is too full for it', async ({ skip }) => {
    const { folder, env } = stage('sleep 6');
    if (!mountSmallDisk(join(folder, 'runs'), '1m')) skip('needs mount');
    const { stderr, status } = await ditc(RUN, { cwd: folder, env });
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /\ntrouble {2}main: the next checkpoint needs [\d.]+ MiB, and [01]\.\d MiB are free\n {2}.*\n$/,
    );
  });

  const hasTerminal = hasTool('script', 'script', '--version');

  /** Runs it as on a terminal; what the terminal got. */
  async function onTerminal({ folder, env }: Stage, ...more: readonly string[]): Promise<string> {
    const words = [process.execPath, BIN, ...RUN, ...more].map((word) => `'${word}'`).join(' ');
    return (await run('script', ['-qec', words, '/dev/null'], { cwd: folder, env })).stdout;
  }

  it.skipIf(!hasTerminal)(
    'shows one line on a terminal, and the end of the output when it fails',
    async () => {
      // The line is drawn ten times a second at most.
      const text = await onTerminal(replay(`${UNTIL_FIRST}; sleep 0.3; ${FROM_SECOND}; echo Bye; exit 7`));
      expect(text).toMatch(
        /main: step \d+ of 2,000, \d+ min left, loss 0\.\d{4}, lr 0\.0001, [\d.]+ images\/s/,
      );
      expect(text).toContain('  saved final.pt\r\n');
      expect(text).not.toContain('Building HYDIT Model');
      expect(text).toMatch(/\r\nBye\r\nthe whole output is in runs\/porcelain\/output\.log\r\n$/);
    },
  );

  it.skipIf(!hasTerminal)('shows all on a terminal with --verbose', async () => {
    const text = await onTerminal(replay(`${UNTIL_FIRST}; exit 7`), '--verbose');
    expect(text).toContain('Building HYDIT Model');
    expect(text).not.toContain('the whole output is in');
  });
});
