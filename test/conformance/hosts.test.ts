import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { pathsOf } from '../../src/targets/paths.ts';
import { freePort } from '../support/free-port.ts';
import { makeSite, write } from '../support/run-launch.ts';
import { hasSsh, type SshHosts, startSshHosts } from '../support/ssh-hosts.ts';
import { hasPythonModule, PYTHON } from '../support/tools.ts';
import { validExperiment } from '../support/valid-experiment.ts';

const HOSTILE = 'a "b" \'c\' $(touch pwned)\n`d` %n ${e}\t青';
const HOSTFILE = '# two hosts\n127.0.0.1 slots=2\n127.0.0.2 slots=2\n';

const experimentAt = (port: number, env: Readonly<Record<string, string>>) =>
  validExperiment({
    machine: {
      nodes: 2,
      gpus_per_node: 2,
      launch: { kind: 'hosts', hostfile: 'hosts', port },
      env: { SEEN_TEXT: HOSTILE, ...env },
      secrets: ['SEEN_SECRET'],
    },
  });

/** A site with a hostfile and, in place of the trainer, a program that only adds. */
async function makeHostsSite(env: Readonly<Record<string, string>> = {}) {
  const experiment = experimentAt(await freePort(), env);
  const site = makeSite(experiment);
  const { overlay, startScript } = pathsOf(experiment);
  write(join(site.root, 'hosts'), HOSTFILE);
  write(
    join(site.root, overlay, 'train.py'),
    readFileSync(new URL('python/sum-ranks.py', import.meta.url), 'utf8'),
  );
  return { root: site.root, script: join(site.root, startScript) };
}

interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
}

/** Seconds: a quiet machine takes two, ranks that nobody ends go on for minutes. */
const ENDED_WITHIN = 30;

describe.skipIf(!hasSsh() || !hasPythonModule('torch'))('hosts.sh', () => {
  let hosts: SshHosts;
  beforeAll(async () => {
    hosts = await startSshHosts(['127.0.0.1', '127.0.0.2']);
  });
  afterAll(() => hosts.stop());

  function startHosts(script: string): Running {
    const PATH = `${hosts.bin}:${dirname(PYTHON)}:/usr/bin:/bin`;
    const env = { PATH, LC_ALL: 'C.UTF-8', SEEN_SECRET: HOSTILE };
    const child = spawn('bash', [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const status = new Promise<number | null>((resolve) => child.on('close', resolve));
    const ended = Promise.all([status, text(child.stdout), text(child.stderr)]).then(
      ([status, stdout, stderr]) => ({ status, stdout, stderr }),
    );
    return { child, ended };
  }

  /** Processes whose command line names the site. */
  const processesOf = (root: string): readonly string[] =>
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(`${root}/launch/`));

  it(
    'trains on all of them, and carries environment and secrets past every shell',
    { timeout: 90_000 },
    async () => {
      const { root, script } = await makeHostsSite();
      const before = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
        (path) => !path.includes('__pycache__'),
      );
      const { status, stdout, stderr } = await startHosts(script).ended;
      expect(status, stderr).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        sum: 6,
        nodes: [0, 0, 1, 1],
        environment: { SEEN_TEXT: HOSTILE, SEEN_SECRET: HOSTILE },
      });
      expect(
        readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
          (path) => !path.includes('__pycache__'),
        ),
      ).toEqual(before);
    },
  );

  it('ends all of them when a rank fails, and with its status', { timeout: 90_000 }, async () => {
    const { root, script } = await makeHostsSite({ FAILING_RANK: '3' });
    const running = startHosts(script);
    let told = '';
    running.child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    while (!told.includes('ditc: rank 3')) await setTimeout(50);
    const failed = Date.now();
    const { status, stderr } = await running.ended;
    expect((Date.now() - failed) / 1000).toBeLessThan(ENDED_WITHIN);
    expect(status, stderr).toBe(7);
    expect(stderr).toMatch(
      /ditc: rank 3 on \S+ ended with status 7\n(.*\n)*ditc: 127\.0\.0\.2 ended with status 7\n/,
    );
    expect(processesOf(root)).toEqual([]);
  });

  it('leaves nothing behind on any host when it is killed itself', { timeout: 90_000 }, async () => {
    const { root, script } = await makeHostsSite({ FAILING_RANK: 'none' });
    const { child, ended } = startHosts(script);
    await once(child.stdout, 'data');
    expect(processesOf(root).length).toBeGreaterThan(4);
    child.kill('SIGKILL');
    await ended;
    const killed = Date.now();
    while (processesOf(root).length > 0 && Date.now() - killed < ENDED_WITHIN * 1000) await setTimeout(100);
    expect((Date.now() - killed) / 1000).toBeLessThan(ENDED_WITHIN);
  });

  it('passes a signal on and waits until every host has ended', { timeout: 90_000 }, async () => {
    const { root, script } = await makeHostsSite({ FAILING_RANK: 'none' });
    const { child, ended } = startHosts(script);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const { status, stderr } = await ended;
    expect(status, stderr).not.toBe(0);
    expect(processesOf(root)).toEqual([]);
  });
});

describe('hosts.sh', () => {
  it.each([
    ['nothing', undefined, 'no hostfile at'],
    ['a slip', '127.0.0.1 slots=2\n127.0.0.2 slots=2x\n', 'not a host with its slots: 127.0.0.2 slots=2x'],
    ['no GPU', '127.0.0.1 slots=2\n127.0.0.2 slots=0\n', '127.0.0.2 has 0 slots'],
    ['a mark', '\ufeff127.0.0.1 slots=2\n127.0.0.2 slots=2\n', 'not a host with its slots'],
    ['an option', '127.0.0.1 slots=2\n-oProxyCommand=id slots=2\n', 'not a host with its slots'],
    ['one host twice', '127.0.0.1 slots=2\n127.0.0.1 slots=2\n', '127.0.0.1 stands there twice'],
    ['too few', '127.0.0.1 slots=2\n', 'has 1 hosts, the experiment was compiled for 2'],
  ])('starts nothing where the hostfile has %s', async (_, hostfile, message) => {
    const { root, script } = await makeHostsSite();
    if (hostfile === undefined) rmSync(join(root, 'hosts'));
    else write(join(root, 'hosts'), hostfile);
    const { status, stderr } = spawnSync('bash', [script], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin' },
    });
    expect({ status, stderr }).toMatchObject({ status: 4, stderr: expect.stringContaining(message) });
  });
});
