import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, copyOfPorcelain, ditc } from '../support/ditc.ts';
import { interrupted, linesOf, MACHINE, RUN, runRecord, stage } from '../support/stand-in.ts';

describe('ditc run', () => {
  it('does all up to the training where nothing can train, and says what is missing', async () => {
    const cwd = copyOfPorcelain();
    const { stdout, stderr, status } = await ditc(['run', 'lora.yaml'], { cwd });
    expect(stdout).toMatch(/^files .*\ndata .*\n(.*\n)*index .*/);
    expect(stderr).toContain('everything up to the training is done; this machine cannot train:\n');
    expect(stderr).toContain('no HunyuanDiT checkout at `../HunyuanDiT`');
    expect(stderr).toContain('to start it there: bash launch/porcelain/local/run.sh\n');
    expect(status).toBe(4);
    expect(readdirSync(cwd)).toEqual(expect.arrayContaining(['launch', 'packed']));

    const shards = readdirSync(join(cwd, 'packed'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.arrow'),
    );
    expect(shards.length).toBeGreaterThan(0);
    const before = shards.map((name) => statSync(join(cwd, 'packed', name)).mtimeMs);
    expect(await ditc(['run', 'lora.yaml'], { cwd })).toMatchObject({
      status: 4,
      stdout: expect.stringContaining('up to date'),
    });
    expect(shards.map((name) => statSync(join(cwd, 'packed', name)).mtimeMs)).toEqual(before);
  });

  it('stops before the data, or before the training, when asked', async () => {
    const cwd = copyOfPorcelain();
    expect(await ditc(['run', 'lora.yaml', '--until', 'files'], { cwd })).toMatchObject({
      stderr: '',
      status: 0,
    });
    expect(readdirSync(cwd)).not.toContain('packed');
    expect(await ditc(['run', 'lora.yaml', '--until', 'data'], { cwd })).toMatchObject({ status: 0 });
    expect(readdirSync(cwd)).toContain('packed');
    expect(readdirSync(cwd)).not.toContain('runs');
  });

  it('trains, passes the output on and records the end', async () => {
    const { folder, env } = stage('exit 0');
    const { stdout, stderr, status } = await ditc(RUN, { cwd: folder, env });
    expect(stdout).toMatch(/\ntraining\n$/);
    expect(stderr).toContain('running  bash launch/porcelain/machine/run.sh\n');
    expect(status).toBe(0);
    expect(linesOf(join(folder, 'argv'))).toContain('--num_gpus');
    expect(runRecord(folder)).toMatchObject({
      formatVersion: 1,
      experiment: { name: 'porcelain', file: 'lora.yaml' },
      argv: ['bash', 'launch/porcelain/machine/run.sh'],
      started: expect.stringMatching(/^\d{4}-/),
      ended: expect.stringMatching(/^\d{4}-/),
      exitStatus: 0,
    });
  });

  it('keeps the status of a trainer that fails', async () => {
    const { folder, env } = stage('exit 7');
    expect(await ditc(RUN, { cwd: folder, env })).toMatchObject({ status: 7 });
    expect(runRecord(folder)).toMatchObject({ exitStatus: 7 });
  });

  it('passes SIGTERM on once, waits until the trainer is gone and gives 143', async () => {
    const place = stage('sleep 30 & wait');
    expect(await interrupted(place, 'SIGTERM')).toEqual({ status: 143, signal: null });
    expect(linesOf(join(place.folder, 'signals'))).toEqual(['TERM', 'gone']);
    expect(runRecord(place.folder)).toMatchObject({ exitStatus: 143 });
  });

  it('asks the trainer to leave at the first Ctrl-C, and sends it no signal', async () => {
    const place = stage(
      'until [[ -e $NOTES/runs/porcelain/stop ]]; do sleep 0.05; done; echo asked >> "$NOTES/signals"; exit 130',
    );
    expect(await interrupted(place, 'SIGINT')).toEqual({ status: 130, signal: null });
    expect(linesOf(join(place.folder, 'signals'))).toEqual(['asked']);
    expect(readdirSync(join(place.folder, 'runs/porcelain'))).not.toContain('stop');
  });

  it.each([
    { interrupts: 2, behaviour: 'sleep 30 & wait', notes: ['TERM', 'gone'] },
    {
      interrupts: 3,
      behaviour: `trap 'echo TERM >> "$NOTES/signals"' TERM; while :; do sleep 1; done`,
      notes: ['TERM'],
    },
  ])('ends it at Ctrl-C number $interrupts', async ({ interrupts, behaviour, notes }) => {
    const place = stage(behaviour);
    expect(await interrupted(place, 'SIGINT', interrupts)).toEqual({ status: 130, signal: null });
    expect(linesOf(join(place.folder, 'signals'))).toEqual(notes);
    expect(runRecord(place.folder)).toMatchObject({ exitStatus: 130 });
  });

  it('refuses to train beside a training of the same experiment', async () => {
    const { folder, env } = stage(
      `[[ $NESTED ]] || { cd "$NOTES" && NESTED=1 "$NODE" "$BIN" ${RUN.join(' ')} 2> "$NOTES/second"; }`,
    );
    const nested = { ...env, NODE: process.execPath, BIN, NESTED: '' };
    expect(await ditc(RUN, { cwd: folder, env: nested })).toMatchObject({ status: 4 });
    expect(readFileSync(join(folder, 'second'), 'utf8')).toMatch(
      /error: `porcelain` is being trained by process \d+ \[env\/runs-already\]\n/,
    );
  });

  it.runIf(process.platform === 'linux')('does not start where another program has its port', async () => {
    const { folder, env } = stage('exit 0');
    const server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on TCP
    writeFileSync(join(folder, 'machine.yaml'), `${MACHINE}  launch: {kind: local, port: ${port}}\n`);
    const busy = await ditc(RUN, { cwd: folder, env });
    server.close();
    await once(server, 'close');
    expect(busy).toMatchObject({
      status: 4,
      stderr: expect.stringContaining(
        `error: port ${port} of this machine is in use, by a program of user ${process.getuid?.()} [env/port-taken]\n`,
      ),
    });
    expect(existsSync(join(folder, 'argv'))).toBe(false);
    expect(await ditc(RUN, { cwd: folder, env })).toMatchObject({ status: 0 });
  });

  it('waits until all that a killed one has started is gone', async () => {
    const place = stage('echo $$ > "$NOTES/pid"; sleep 2; echo over >> "$NOTES/signals"');
    expect(await interrupted(place, 'SIGKILL')).toEqual({ status: null, signal: 'SIGKILL' });
    const next = { ...place.env, BEHAVIOUR: 'echo next >> "$NOTES/signals"' };
    expect(await ditc(RUN, { cwd: place.folder, env: next })).toMatchObject({ status: 0 });
    expect(linesOf(join(place.folder, 'signals'))).toEqual(['over', 'next']);
  });

  it('has the record of a training while it runs', async () => {
    const { folder, env } = stage('cp "$NOTES/runs/porcelain/run.json" "$NOTES/seen.json"');
    expect(await ditc(RUN, { cwd: folder, env })).toMatchObject({ status: 0 });
    const seen = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')) as object; // our own record
    expect(Object.keys(seen)).toEqual(
      expect.arrayContaining(['formatVersion', 'ditc', 'experiment', 'argv', 'stages', 'process', 'started']),
    );
  });

  it('asks for the secrets that the machine names and writes their values nowhere', async () => {
    const { folder, env } = stage('exit 0');
    writeFileSync(join(folder, 'machine.yaml'), `${MACHINE}  secrets: [PORCELAIN_TOKEN]\n`);
    const without = await ditc(RUN, { cwd: folder, env });
    expect(without).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('`PORCELAIN_TOKEN` is not set'),
    });
    const secret = 'kaolin-and-petuntse';
    const within = await ditc(RUN, { cwd: folder, env: { ...env, PORCELAIN_TOKEN: secret } });
    expect(within.status).toBe(0);
    const files = ['launch', 'runs', 'packed'].flatMap((top) =>
      readdirSync(join(folder, top), { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, top, name))
        .filter((path) => statSync(path).isFile()),
    );
    expect(files.length).toBeGreaterThan(5);
    for (const path of files) expect(readFileSync(path).includes(secret), path).toBe(false);
    expect(`${within.stdout}${within.stderr}`).not.toContain(secret);
  });
});
