import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { pathsOf } from '../../src/targets/paths.ts';
import { freePort } from '../support/free-port.ts';
import { makeSite, start, write } from '../support/run-launch.ts';
import { hasPythonModule, PYTHON } from '../support/tools.ts';
import { trainerArgv } from '../support/trainer-argv.ts';
import { validExperiment } from '../support/valid-experiment.ts';

const machine = {
  nodes: 2,
  gpus_per_node: 2,
  launch: { kind: 'hosts', hostfile: 'hostfile' },
  env: { SEEN_LINES: 'a "b" $(touch pwned)\n`c`' },
};
const experiment = validExperiment({ machine });
const launch = `${pathsOf(experiment).stage}/launch.sh`;

/** A site whose launch script starts the ranks of one of two nodes, with a program that only adds in place of the trainer. */
function makeNodeSite(of = experiment) {
  const site = makeSite(of);
  const program = readFileSync(new URL('python/sum-ranks.py', import.meta.url), 'utf8');
  write(join(site.root, pathsOf(of).overlay, 'train.py'), program);
  return site;
}

/** Starts nodes of the site on this machine and waits for all of them. */
async function startNodes(
  root: string,
  numbers: readonly string[],
  environment: Record<string, string> = {},
) {
  const port = String(await freePort());
  const PATH = `${dirname(PYTHON)}:/usr/bin:/bin`;
  return Promise.all(
    numbers.map(async (NODE_RANK) => {
      const env = { PATH, MASTER_ADDR: '127.0.0.1', MASTER_PORT: port, NODE_RANK, ...environment };
      const child = spawn('bash', [join(root, launch)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const status = new Promise<number | null>((resolve) => child.on('close', resolve));
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { status: await status, stdout, stderr };
    }),
  );
}

describe.skipIf(!hasPythonModule('torch'))('launch.sh of a node', () => {
  it(
    'starts its share of the ranks, with the trainer’s arguments and environment',
    { timeout: 60_000 },
    async () => {
      const { root } = makeNodeSite();
      const nodes = await startNodes(root, ['0', '1']);
      expect(
        nodes.map(({ status }) => status),
        nodes[0]?.stderr,
      ).toEqual([0, 0]);
      expect(JSON.parse(nodes[0]?.stdout ?? '')).toEqual({
        sum: 6,
        nodes: [0, 0, 1, 1],
        argv: trainerArgv(experiment, root),
        environment: { SEEN_LINES: 'a "b" $(touch pwned)\n`c`' },
      });
    },
  );

  it('ends with the status of the rank that failed, and names it', { timeout: 60_000 }, async () => {
    const { root } = makeNodeSite(validExperiment({ machine: { ...machine, nodes: 1 } }));
    const [node] = await startNodes(root, ['0'], { FAILING_RANK: '1' });
    expect(node).toMatchObject({
      status: 7,
      stderr: expect.stringMatching(/ditc: rank 1 on \S+ ended with status 7\n$/),
    });
  });

  it.each(['NODE_RANK', 'MASTER_ADDR', 'MASTER_PORT'])('asks for %s and ends with 4', (name) => {
    const place = { NODE_RANK: '0', MASTER_ADDR: '127.0.0.1', MASTER_PORT: '29500', [name]: '' };
    expect(start(makeNodeSite(), launch, place)).toMatchObject({
      status: 4,
      stderr: expect.stringContaining(`ditc: the environment variable ${name} is not set\n`),
    });
  });
});
