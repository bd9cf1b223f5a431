import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeProgram } from '../support/hostile-site.ts';
import {
  CARRIED,
  manifestsOf,
  SECRET,
  type Start,
  startAll,
  startScript,
} from '../support/hostile-starts.ts';
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts';
import { KUBECTL } from '../support/kubectl.ts';
import { type Container, hasMounts, startContainer } from '../support/pods.ts';
import { hasPythonModule } from '../support/tools.ts';
import { write } from '../support/run-launch.ts';

/** What tells a pod of the place of its node, as the controller of either mechanism does. */
const placeOf = (rank: string): Record<string, string> => ({
  NODE_RANK: rank,
  MASTER_ADDR: '127.0.0.1',
  MASTER_PORT: '29500',
  PET_NODE_RANK: rank,
  PET_MASTER_ADDR: '127.0.0.1',
  PET_MASTER_PORT: '29500',
});

/** Hands a job to a stand-in of the cluster, and starts what PyYAML reads as the command of its container in the pods of both nodes. */
const startPods: Start = async (site, compiled) => {
  write(join(site.bin, 'ends'), 'Complete\n');
  writeProgram(join(site.bin, 'kubectl'), KUBECTL);
  const ended = await startScript({})(site, compiled);
  const launch = compiled.stages?.[0].experiment.machine.launch;
  if (launch?.kind !== 'kubernetes') throw new Error('no launch in a cluster');
  const [container] = containersIn(manifestsOf(compiled));
  if (container === undefined) throw new Error('no container has a command');
  const environment = {
    PATH: `${site.bin}:/usr/bin:/bin`,
    HOME: site.top,
    LC_ALL: 'C.UTF-8',
    SEEN_SECRET: SECRET,
  };
  const pods = ['0', '1'].map((rank) =>
    startContainer(
      container,
      { folder: launch.folder, root: site.folder },
      { ...environment, ...placeOf(rank) },
    ),
  );
  return [...ended, ...pods];
};

/** Whatever has a command in the objects. */
function containersIn(value: unknown): readonly Container[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && 'command' in value) return [value as Container]; // what the targets write
  return Object.values(value).flatMap(containersIn);
}

describe.skipIf(!hasPythonModule('yaml') || !hasMounts()).each(['trainjob', 'job'] as const)(
  'hostile text in the pods of a %s',
  (launch) => {
    it('is read from the manifests as it is, and nothing of it is run', { timeout: 600_000 }, async () => {
      const started = await startAll(launch, HOSTILE_TEXTS, startPods, 2);
      const own = ['folder', 'image', 'volumes.vases.mount'].map((key) => `machine.launch kubernetes.${key}`);
      expect(started).toEqual([...CARRIED, ...own].sort());
    });
  },
);
