import { posix } from 'node:path';
import { defineRule } from './rule.ts';

/** Where the pods have their shared memory (src/targets/kubernetes/manifest.ts). */
const SHARED_MEMORY = '/dev/shm';

export const kubernetesVolumes = defineRule({
  id: 'kubernetes-volumes',
  severity: 'error',
  summary: "The experiment's folder lies on a volume of the pods, and each volume at a place of its own.",
  source: 'Kubernetes API, Container.volumeMounts: mountPath must be unique',
  traps: [],
  messages: {
    outside: (p: { folder: string; mounts: string }) => ({
      message: `\`folder\` is \`${p.folder}\`, which lies on no volume`,
      help: `What a pod writes elsewhere is gone with it, and no other pod sees it. Volumes are mounted at ${p.mounts}.`,
    }),
    twice: (p: { mount: string; other: string }) => ({
      message: `\`${p.mount}\` is where ${p.other} is mounted already`,
      help: 'The cluster would refuse the pods. Mount each volume at a folder of its own.',
    }),
  },
  check({ experiment: { machine }, report }) {
    const { launch } = machine;
    if (launch.kind !== 'kubernetes') return;
    const taken = new Map([[SHARED_MEMORY, 'the shared memory']]);
    for (const [name, { mount }] of Object.entries(launch.volumes)) {
      const other = taken.get(posix.normalize(mount));
      const at = ['machine', 'launch', 'volumes', name, 'mount'];
      if (other !== undefined) report('twice', { at, with: { mount, other } });
      taken.set(posix.normalize(mount), `\`${name}\``);
    }
    const mounts = Object.values(launch.volumes).map(({ mount }) => mount);
    if (mounts.some((mount) => isBelow(launch.folder, mount))) return;
    const shown = mounts.map((mount) => `\`${mount}\``).join(', ');
    report('outside', {
      at: ['machine', 'launch', 'folder'],
      with: { folder: launch.folder, mounts: shown },
    });
  },
});

function isBelow(path: string, folder: string): boolean {
  const way = posix.relative(folder, path);
  return way !== '..' && !way.startsWith('../');
}
