import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, ditc, makeFolder } from '../support/ditc.ts';
import { leaveArguments } from '../support/run-folder.ts';
import { interrupted, RUN, runRecord, type Stage, stage } from '../support/stand-in.ts';

const CAPTURED = join(import.meta.dirname, '../watch/captured/two-micro-steps.log');

/** A stand-in that writes what the real trainer wrote, and then does something. */
function replay(end: string): Stage {
  const place = stage(`cat "$NOTES/captured.log" >&2; ${end}`);
  copyFileSync(CAPTURED, join(place.folder, 'captured.log'));
  return place;
}

const statusOf = async (folder: string, ...argv: readonly string[]): Promise<string> => {
  const { stdout, stderr, status } = await ditc(['status', ...argv], { cwd: folder });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
};

describe('ditc status and ditc runs', () => {
  it('say how a training ended, and draw its loss', async () => {
    const { folder, env } = replay('exit 0');
    await ditc(RUN, { cwd: folder, env });
    const text = await statusOf(folder);
    expect(text).toMatch(
      /^porcelain done; started \S+, ended \S+\n {2}main step 30 of 2,000\n {2}saved final\.pt\n$/,
    );
    expect(await statusOf(folder, 'runs/porcelain')).toBe(text);
    const plot = await statusOf(folder, 'porcelain', '--plot');
    expect(plot).toContain('\nloss from step 5 to 30\n0.417 │   █\n');
    expect(plot).toMatch(/\nfirst 0\.3197, last 0\.2671\n$/);
    expect((await ditc(['runs'], { cwd: folder })).stdout).toBe(
      'porcelain  done  main step 30 of 2,000  saved final.pt\n',
    );
    const json = JSON.parse(await statusOf(folder, '--format', 'json')) as object; // our own output
    expect(json).toMatchObject({ name: 'porcelain', state: 'done', exitStatus: 0, progress: { step: 30 } });
    expect(json).not.toHaveProperty('metrics');
    const plotted = JSON.parse(await statusOf(folder, '--plot', '--format', 'json')) as object; // our own output
    expect(plotted).toHaveProperty('metrics.length', 6);
  });

  it('say why one failed, whatever it wrote behind that', async () => {
    const { folder, env } = replay(
      `echo 'Exception: Current loss scale already at minimum - cannot decrease scale anymore. Exiting run.' >&2; echo 'ditc: bye' >&2; exit 7`,
    );
    await ditc(RUN, { cwd: folder, env });
    expect(await statusOf(folder)).toMatch(
      /^porcelain failed with status 7; .*\n.*\ntrouble {2}main after step 30: every step overflows fp16.*\n {2}.*\n$/,
    );
  });

  it('tell a training that runs from one that was killed, by more than the number of its process', async () => {
    const { folder, env } = replay(`cd "$NOTES" && env -u BEHAVIOUR "$NODE" "$BIN" status > "$NOTES/while"`);
    const nested = { ...env, NODE: process.execPath, BIN };
    await ditc(RUN, { cwd: folder, env: nested });
    expect(readFileSync(join(folder, 'while'), 'utf8')).toMatch(
      /^porcelain runs; started \S+\n {2}main: step 30 of 2,000, .* left, loss 0\.2671, lr 0\.0001, [\d.]+ images\/s, epoch 9\n/,
    );

    const place = stage('sleep 1');
    await interrupted(place, 'SIGKILL');
    expect(await statusOf(place.folder)).toMatch(/^porcelain was killed; started \S+\n/);

    const record = { ...runRecord(folder), ended: undefined, exitStatus: undefined };
    const identity = runRecord(folder)['process'] as { readonly place: string }; // our own record
    const states = [
      { process: { ...identity, pid: process.pid }, state: 'was killed' }, // the number is another one's now
      { process: { ...identity, place: 'another boot' }, state: 'has not ended as far as can be seen here' },
    ];
    for (const { process: changed, state } of states) {
      writeFileSync(join(folder, 'runs/porcelain/run.json'), JSON.stringify({ ...record, process: changed }));
      expect(await statusOf(folder)).toContain(`porcelain ${state}`);
    }
  });

  it('say what the trainer itself left of a training that run.sh alone started', async () => {
    const folder = makeFolder();
    const run = join(folder, 'runs/porcelain');
    leaveArguments(run);
    expect(await statusOf(folder)).toMatch(
      /^porcelain was started without `ditc run`: whether it still runs, and how it ended, is not known; started \S+\n$/,
    );
    const log = readFileSync(CAPTURED, 'utf8').split('\n');
    writeFileSync(join(run, 'main/log.txt'), log.filter((line) => line.startsWith('[\u001b')).join('\n'));
    for (const name of ['0000010.pt', 'final.pt']) {
      mkdirSync(join(run, 'main/checkpoints', name), { recursive: true });
      writeFileSync(join(run, 'main/checkpoints', name, 'adapter_config.json'), '{}');
    }
    const started = new Date('2026-11-25T16:34:10').toISOString(); // the log has the time of the machine
    expect(await statusOf(folder)).toContain(`is not known; started ${started}\n`);
    expect(await statusOf(folder)).toMatch(/\n {2}main step 30 of 2,000\n {2}saved final\.pt\n$/);
    expect((await ditc(['runs'], { cwd: folder })).stdout).toBe(
      'porcelain  unattended  main step 30 of 2,000  saved final.pt\n',
    );
    expect(await statusOf(folder, 'porcelain', '--plot')).toContain('loss from step');
  });

  it('say what is there of checkpoints while the trainer deletes some', async () => {
    const folder = makeFolder();
    const run = join(folder, 'runs/porcelain');
    leaveArguments(run);
    mkdirSync(join(run, 'main/checkpoints/0000010.pt'), { recursive: true });
    // Listed, and gone when it is looked at.
    symlinkSync('gone', join(run, 'main/checkpoints/0000010.pt/adapter_config.json'));
    writeFileSync(join(run, 'main/checkpoints/0000010.pt/adapter_model.bin'), '');
    expect(await statusOf(folder)).toMatch(/\n {2}saved 0000010\.pt\n$/);
  });

  it.each(['{', '{}', 'null', '[]'])('name a record that is not what ditc run writes: %s', async (text) => {
    const folder = makeFolder({ 'runs/porcelain/run.json': text });
    for (const argv of [['runs'], ['status'], ['status', 'porcelain']])
      expect(await ditc(argv, { cwd: folder })).toMatchObject({
        stderr: expect.stringMatching(
          /^error: the record of `runs\/porcelain` cannot be read \[env\/broken-run\]\n {2}help: /,
        ),
        status: 4,
      });
  });

  it('say so where nothing was trained', async () => {
    const folder = makeFolder({ 'experiment.yaml': '' });
    expect(await ditc(['runs'], { cwd: folder })).toMatchObject({
      stdout: 'nothing was trained here\n',
      status: 0,
    });
    expect(await ditc(['status'], { cwd: folder })).toMatchObject({
      stderr: expect.stringContaining('nothing was trained here [env/no-run]'),
      status: 4,
    });
    for (const argv of [
      ['runs', 'gone'],
      ['runs', 'experiment.yaml'],
    ])
      expect(await ditc(argv, { cwd: folder })).toMatchObject({
        stderr: expect.stringContaining(`there is no folder \`${argv[1]}\``),
        status: 4,
      });
    mkdirSync(join(folder, 'runs/other'), { recursive: true });
    expect(await ditc(['status', 'other'], { cwd: folder })).toMatchObject({
      stderr: expect.stringContaining('nothing was trained in `other`'),
      status: 4,
    });
  });
});
