import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BIN, copyOfPorcelain, ditc, type Outcome, spawnOptions } from '../support/ditc.ts';

/** A machine whose trainer is a stand-in below the experiment. */
const MACHINE = `ditc: 1
machine:
  gpu: RTX-4090
  checkout: HunyuanDiT
  memory: {zero: 0, micro_batch: 2}
`;

/** A launcher that writes its arguments down and does what \`BEHAVIOUR\` says. */
const LAUNCHER = `#!/usr/bin/env bash
printf '%s\\n' "$@" > "$NOTES/argv"
trap 'echo TERM >> "$NOTES/signals"; sleep 0.3; echo gone >> "$NOTES/signals"; exit 1' TERM
trap 'echo INT >> "$NOTES/signals"; sleep 0.3; echo gone >> "$NOTES/signals"; exit 1' INT
echo training
eval "$BEHAVIOUR"
`;

interface Stage {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The porcelain example with a stand-in of the trainer's checkout and of its launcher. */
function stage(behaviour: string): Stage {
  const folder = copyOfPorcelain();
  for (const path of ['HunyuanDiT/hydit', 'HunyuanDiT/ckpts/t2i/model', 'bin'])
    mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'machine.yaml'), MACHINE);
  writeFileSync(join(folder, 'HunyuanDiT/hydit/train_deepspeed.py'), '');
  writeFileSync(join(folder, 'HunyuanDiT/ckpts/t2i/model/pytorch_model_ema.pt'), '');
  writeFileSync(join(folder, 'bin/deepspeed'), LAUNCHER);
  chmodSync(join(folder, 'bin/deepspeed'), 0o755);
  const path = `${join(folder, 'bin')}:${process.env['PATH']}`;
  return { folder, env: { PATH: path, NOTES: folder, BEHAVIOUR: behaviour, DS_ACCELERATOR: 'cpu' } };
}

const RUN = ['run', 'lora.yaml', '--machine', 'machine.yaml'];

const runRecord = (folder: string): Record<string, unknown> => {
  const [path = ''] = readdirSync(join(folder, 'runs'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('run.json'),
  );
  return JSON.parse(readFileSync(join(folder, 'runs', path), 'utf8')) as Record<string, unknown>; // our own record
};

const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];

/** Starts \`ditc run\`, sends a signal once the launcher is there, and waits for the end. */
async function interrupted(
  { folder, env }: Stage,
  signal: NodeJS.Signals,
): Promise<Pick<Outcome, 'status' | 'signal'>> {
  const child = spawn(process.execPath, [BIN, ...RUN], spawnOptions({ cwd: folder, env }));
  const ended = new Promise<Pick<Outcome, 'status' | 'signal'>>((resolve) =>
    child.on('close', (status, by) => resolve({ status, signal: by })),
  );
  while (!existsSync(join(folder, 'argv'))) await setTimeout(20);
  child.kill(signal);
  return ended;
}

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

  it.each([
    { signal: 'SIGTERM', note: 'TERM', status: 143 },
    { signal: 'SIGINT', note: 'INT', status: 130 },
  ] as const)(
    'passes $signal on once, waits until the trainer is gone and gives $status',
    async ({ signal, note, status }) => {
      const place = stage('sleep 30 & wait');
      expect(await interrupted(place, signal)).toEqual({ status, signal: null });
      expect(linesOf(join(place.folder, 'signals'))).toEqual([note, 'gone']);
      expect(runRecord(place.folder)).toMatchObject({ exitStatus: status });
    },
  );

  it('has the record of a training while it runs', async () => {
    const { folder, env } = stage(
      'cp "$NOTES"/runs/porcelain/run.json "$NOTES"/seen.json || find "$NOTES/runs" -name run.json -exec cp {} "$NOTES/seen.json" ";"',
    );
    expect(await ditc(RUN, { cwd: folder, env })).toMatchObject({ status: 0 });
    const seen = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')) as object; // our own record
    expect(Object.keys(seen)).toEqual(['formatVersion', 'ditc', 'experiment', 'argv', 'started']);
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
