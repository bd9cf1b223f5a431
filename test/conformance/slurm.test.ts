import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { pathsOf } from '../../src/targets/paths.ts';
import { BIN, copyOfPorcelain, ditc } from '../support/ditc.ts';
import { freePort } from '../support/free-port.ts';
import { packedFiles } from '../support/packed-files.ts';
import { makeSite, write } from '../support/run-launch.ts';
import { hasSlurm, type SlurmCluster, startSlurmCluster } from '../support/slurm-cluster.ts';
import { hasPythonModule, PYTHON } from '../support/tools.ts';
import { validExperiment } from '../support/valid-experiment.ts';

const HOSTILE = 'a "b" \'c\' $(touch pwned)\n`d` %j ${e}';

const experimentWith = (launch: object, env: object = {}, machine: object = {}): Experiment =>
  validExperiment({
    machine: {
      nodes: 2,
      gpus_per_node: 2,
      workers: 1,
      launch: { kind: 'slurm', time: '00:10:00', ...launch },
      env: { SEEN_TEXT: HOSTILE, ...env },
      ...machine,
    },
  });

const RUN_MACHINE = `ditc: 1
machine:
  gpu: A800-80GB
  nodes: 2
  checkout: HunyuanDiT
  workers: 1
  memory: {zero: 0, micro_batch: 2}
  launch: {kind: slurm, time: "00:10:00"}
`;

const PACK_MACHINE = RUN_MACHINE.replace(
  'time: "00:10:00"',
  'time: "00:10:00", pack: {parts: 4, time: "00:05:00", cpus: 1, memory: 1GiB, at_once: 2}',
);
const PACK_OPTIONS = ['--machine', 'machines/cluster.yaml', '--set', 'data.shard.rows=5'];

/** What stands for the Python of a node: its second one fails, its first would go on. */
const NODE_STUB = `#!/bin/sh
echo "node $NODE_RANK of $SLURMD_NODENAME at $MASTER_ADDR:$MASTER_PORT"
if [ "$NODE_RANK" = 1 ]; then sleep 1; exit 7; fi
sleep 60
`;

describe.skipIf(!hasSlurm() || !hasPythonModule('torch'))('a Slurm job', () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurmCluster();
  }, 60_000);
  afterAll(() => cluster.stop());

  const environment = () => ({
    ...cluster.environment,
    PATH: `${dirname(PYTHON)}:/usr/bin:/bin:/usr/sbin:/sbin`,
    LC_ALL: 'C.UTF-8',
    SEEN_SECRET: HOSTILE,
  });

  /** A site with a program in place of the trainer; returns its folder and `submit.sh`. */
  function makeJobSite(experiment: Experiment, program: string) {
    const { root } = makeSite(experiment);
    const { overlay, startScript } = pathsOf(experiment);
    write(
      join(root, overlay, 'train.py'),
      readFileSync(new URL(`python/${program}`, import.meta.url), 'utf8'),
    );
    return { root, script: join(root, startScript) };
  }

  const jobOf = (stderr: string): string => /submitted job (\d+)/.exec(stderr)?.[1] ?? '';

  /** Runs `submit.sh` of an experiment with a program in place of the trainer, to the end of the job. */
  function submit(experiment: Experiment, program: string) {
    const { script } = makeJobSite(experiment, program);
    const ended = spawnSync('bash', [script], { env: environment(), encoding: 'utf8' });
    return { ...ended, job: jobOf(ended.stderr) };
  }

  const stateOf = (job: string): string =>
    execFileSync('scontrol', ['-o', 'show', 'job', job], { env: environment(), encoding: 'utf8' });

  /** What Slurm says of a job without taking it. */
  const judged = (launch: object, machine: object = {}) => {
    const experiment = experimentWith(launch, {}, machine);
    const { root } = makeSite(experiment);
    const script = join(root, pathsOf(experiment).launch, 'submit.sbatch');
    return spawnSync('sbatch', ['--test-only', script], {
      env: environment(),
      cwd: root,
      encoding: 'utf8',
    });
  };

  it.each([
    { time: '3-00:00:00' },
    { partition: 'gpu', gpu_type: 'a800' },
    { requeue: true, stop_before: '5 minutes' },
    { account: 'anime', qos: 'normal' },
  ])('of %j is one that Slurm takes', (launch) => {
    const { status, stderr } = judged(launch);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/using 8 processors on nodes n\[1-2\]/);
  });

  it.each([
    ...[90, '90', '90:30', '1:30:00', '1-0', '1-12:30', '999-23:59:59'].map(
      (time) => [{ time }, {}] as const,
    ),
    [{ partition: 'gpu,gpu' }, {}],
    [{ gpu_type: 'a800' }, { nodes: 1, gpus_per_node: 4 }],
    [{}, { nodes: 1, gpus_per_node: 1, workers: 7 }],
    [{}, { nodes: 1, gpus_per_node: 1, workers: 0 }],
  ] as const)('of %j on %j is one that Slurm takes as well', (launch, machine) => {
    const { status, stderr } = judged(launch, machine);
    expect(status, stderr).toBe(0);
  });

  it.each([
    [{}, { nodes: 3 }, /Requested node configuration is not available|More nodes requested/],
    [{}, { gpus_per_node: 5 }, /Requested node configuration is not available/],
    [{}, { workers: 8 }, /Requested node configuration is not available/],
    [{ gpu_type: 'h200' }, {}, /Requested node configuration is not available/],
    [{ gpu_type: 'h200' }, { nodes: 1 }, /Requested node configuration is not available/],
    [{ partition: 'nowhere' }, {}, /Invalid partition/],
    [{ constraint: 'infiniband' }, {}, /Invalid feature specification/],
    [{ constraint: 'infiniband&a|b' }, {}, /Invalid feature specification/],
  ] as const)('of %j on %j is one that the cluster has no room for: %s', (launch, machine, message) => {
    const { status, stderr } = judged(launch, machine);
    expect(status, stderr).toBe(1);
    expect(stderr).toMatch(message);
  });

  it('asks for what the cluster does not have, and is refused', () => {
    const experiment = experimentWith({ gpu_type: 'h200' });
    const { status, stderr } = submit(experiment, 'sum-ranks.py');
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Requested node configuration is not available'),
    });
  });

  it('trains on both nodes, and environment and secrets arrive', { timeout: 120_000 }, async () => {
    const experiment = experimentWith({ port: await freePort() }, {}, { secrets: ['SEEN_SECRET'] });
    const { status, stdout, stderr } = submit(experiment, 'sum-ranks.py');
    expect(status, stdout + stderr).toBe(0);
    const [line = ''] = stdout.split('\n').filter((each) => each.startsWith('{'));
    expect(JSON.parse(line)).toMatchObject({
      sum: 6,
      nodes: [0, 0, 1, 1],
      environment: { SEEN_TEXT: HOSTILE, SEEN_SECRET: HOSTILE },
    });
    expect(stderr).toMatch(/ditc: job \d+ is COMPLETED/);
  });

  it('ends with the status of the rank that failed, and names it', { timeout: 120_000 }, () => {
    const experiment = experimentWith({}, { FAILING_RANK: '3' });
    const { status, stdout, stderr, job } = submit(experiment, 'sum-ranks.py');
    expect(status, stdout + stderr).toBe(7);
    expect(stdout).toMatch(/ditc: rank 3 on \S+ ended with status 7\n/);
    expect(stdout).toContain('ditc: the job ends with status 7\n');
    expect(stateOf(job)).toMatch(/ExitCode=7:0/);
  });

  it.each([
    { signal: 'SIGTERM', state: 'CANCELLED' },
    { signal: 'SIGINT', state: 'CANCELLED' },
    { signal: 'SIGHUP', state: 'RUNNING' },
  ] as const)('is $state after $signal', { timeout: 60_000 }, async ({ signal, state }) => {
    const { script } = makeJobSite(experimentWith({}), 'count-steps.py');
    const child = spawn('bash', [script], { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes('is RUNNING') && !child.killed) child.kill(signal);
    });
    const [status] = (await once(child, 'close')) as [number];
    const shown = stateOf(jobOf(told));
    spawnSync('scancel', [jobOf(told)], { env: environment() });
    expect(shown).toContain(`JobState=${state}`);
    expect(status).toBeGreaterThan(0);
  });

  it('is submitted and followed by ditc run, which ends with its status', { timeout: 60_000 }, async () => {
    const folder = copyOfPorcelain();
    write(join(folder, 'HunyuanDiT/hydit/train_deepspeed.py'), '');
    write(join(folder, 'HunyuanDiT/ckpts/t2i/model/pytorch_model_ema.pt'), '');
    write(join(folder, 'machine.yaml'), RUN_MACHINE);
    write(join(folder, 'bin/python3'), NODE_STUB);
    chmodSync(join(folder, 'bin/python3'), 0o755);
    const env = { ...environment(), PATH: `${join(folder, 'bin')}:${process.env['PATH']}:/usr/sbin:/sbin` };
    const { status, stdout, stderr } = await ditc(['run', 'lora.yaml', '--machine', 'machine.yaml'], {
      cwd: folder,
      env,
    });
    expect(status, stdout + stderr).toBe(7);
    const port = 20_000 + (Number(/job (\d+)/.exec(stderr)?.[1]) % 10_000);
    expect(stdout).toContain(`node 1 of n2 at n1:${port}\n`);
    expect(stderr).toMatch(/ditc: job \d+ is FAILED/);
  });

  /** The porcelain example on a cluster that packs it in four parts, with `ditc` where the nodes look for programs. */
  function makePackSite(machine = PACK_MACHINE) {
    const folder = copyOfPorcelain();
    write(join(folder, 'machines/cluster.yaml'), machine);
    write(join(folder, 'bin/ditc'), `#!/bin/sh\nexec ${process.execPath} ${BIN} "$@"\n`);
    chmodSync(join(folder, 'bin/ditc'), 0o755);
    const env = { ...environment(), PATH: `${join(folder, 'bin')}:${process.env['PATH']}:/usr/sbin:/sbin` };
    return { folder, env };
  }

  const runToData = async ({ folder, env }: ReturnType<typeof makePackSite>) =>
    await ditc(['run', 'lora.yaml', ...PACK_OPTIONS, '--until', 'data'], { cwd: folder, env });

  it('packs the data as an array job, with the bytes of a single build', { timeout: 120_000 }, async () => {
    const site = makePackSite();
    const { status, stdout, stderr } = await runToData(site);
    expect(status, stdout + stderr).toBe(0);
    expect(stderr).toMatch(/^packing {2}job \d+ packs 4 parts; their logs are slurm-\d+_\*\.out$/m);
    expect(stdout).toContain('data     porcelain: put 5 shards together, 24 rows');
    const job = /packing {2}job (\d+)/.exec(stderr)?.[1];
    const logs = [1, 2, 3, 4].map((part) =>
      readFileSync(join(site.folder, `slurm-${job}_${part}.out`), 'utf8'),
    );
    expect(logs.join('')).toMatch(
      /rows 1 to 5 of 24(.*\n)*.*rows 6 to 10(.*\n)*.*rows 11 to 15(.*\n)*.*rows 16 to 24/,
    );

    const whole = copyOfPorcelain();
    write(join(whole, 'machines/cluster.yaml'), PACK_MACHINE);
    const build = await ditc(['build', 'lora.yaml', ...PACK_OPTIONS], { cwd: whole });
    expect(build.status, build.stderr).toBe(0);
    expect(packedFiles(join(site.folder, 'machines'))).toEqual(packedFiles(join(whole, 'machines')));

    const again = await runToData(site);
    expect(again.stderr).not.toContain('packing');
    expect(again.stdout).toContain('data     porcelain: is up to date');
  });

  it('that packs says which part failed and why, and goes on from there', { timeout: 120_000 }, async () => {
    const site = makePackSite();
    const ditcOfNodes = readFileSync(join(site.folder, 'bin/ditc'), 'utf8');
    write(
      join(site.folder, 'bin/ditc'),
      ditcOfNodes.replace('exec', 'case "$*" in *3/4*) echo "the kiln is cold"; exit 9;; esac\nexec'),
    );
    const { status, stdout, stderr } = await runToData(site);
    expect(status, stdout + stderr).toBe(4);
    expect(stderr).toMatch(
      /Part 3 of 4 of the data was not packed: task 3 of job \d+ is FAILED \[env\/pack-job\]/,
    );
    expect(stderr).toContain('the kiln is cold');
    expect(stdout).not.toContain('data ');
    write(join(site.folder, 'bin/ditc'), ditcOfNodes);
    expect(await runToData(site)).toMatchObject({ status: 0 });
  });

  it('that packs is cancelled when ditc run is stopped', { timeout: 120_000 }, async () => {
    const site = makePackSite();
    // A part lets go of its lock when it gets SIGTERM, so the signal has to reach it.
    write(
      join(site.folder, 'bin/ditc'),
      '#!/bin/sh\ntrap "echo told >>told; exit 143" TERM\necho >up; sleep 60 & wait\n',
    );
    const argv = [BIN, 'run', 'lora.yaml', ...PACK_OPTIONS, '--until', 'data'];
    const child = spawn(process.execPath, argv, {
      cwd: site.folder,
      env: site.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    while (!existsSync(join(site.folder, 'up'))) await setTimeout(50);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([null, 'SIGTERM']);
    const job = /packing {2}job (\d+)/.exec(told)?.[1] ?? '';
    expect(stateOf(job)).not.toMatch(/JobState=(?:PENDING|RUNNING)/);
    expect(stateOf(job)).toContain('JobState=CANCELLED');
    expect(readFileSync(join(site.folder, 'told'), 'utf8')).toContain('told');
  });

  it('that packs and asks for what the cluster does not have is refused', async () => {
    const site = makePackSite(PACK_MACHINE.replace('parts: 4', 'parts: 4, partition: attic'));
    const { status, stderr } = await runToData(site);
    expect(status).toBe(4);
    expect(stderr).toContain('Slurm did not take `launch/porcelain/cluster/pack.sbatch` [env/pack-job]');
    expect(stderr).toContain('invalid partition specified');
  });

  it('leaves before its limit, is put back, and goes on at its step', { timeout: 300_000 }, async () => {
    const launch = { port: await freePort(), time: '00:03:00', requeue: true, stop_before: '2 minutes' };
    const { status, stdout, stderr } = submit(experimentWith(launch), 'count-steps.py');
    expect(status, stdout + stderr).toBe(0);
    const [left = ''] = /(?<=left after step )\d+/.exec(stdout) ?? [];
    expect(stdout).toContain('goes on after step 0\n');
    expect(stdout).toContain(`goes on after step ${left}\n`);
    const losses = [...stdout.matchAll(/^step \d+ loss ([\d.]+)$/gm)].map(([, loss]) => Number(loss));
    expect(losses).toEqual(losses.toSorted((one, other) => other - one));
    expect(losses).toHaveLength(25);
    expect(stderr).toMatch(/is PENDING(.*\n)*.*is RUNNING(.*\n)*.*is COMPLETED/);
  });
});
