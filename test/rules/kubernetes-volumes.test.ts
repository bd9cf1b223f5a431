import { kubernetesVolumes } from '../../src/rules/kubernetes-volumes.ts';
import { IN_PODS } from '../support/in-pods.ts';
import { testRule } from '../support/test-rule.ts';
import { merge } from '../support/valid-experiment.ts';

const launched = (launch: object) => merge(IN_PODS, { machine: { launch } });
const volume = (mount: string) => ({ claim: 'data', mount });

testRule(kubernetesVolumes, [
  { name: 'takes a folder on a volume', change: IN_PODS, expect: [] },
  { name: 'takes the volume itself', change: launched({ folder: '/lab' }), expect: [] },
  {
    name: 'takes a folder on any of them',
    change: launched({ folder: '/data/porcelain', volumes: { data: volume('/data') } }),
    expect: [],
  },
  {
    name: 'takes no folder beside them',
    change: launched({ folder: '/works' }),
    expect: [{ message: 'outside', at: 'machine.launch.folder', says: 'mounted at `/lab`' }],
  },
  {
    name: 'takes no way out of them',
    change: launched({ folder: '/lab/../porcelain' }),
    expect: [{ message: 'outside', at: 'machine.launch.folder', says: 'lies on no volume' }],
  },
  {
    name: 'mounts one volume at a place',
    change: launched({ volumes: { data: volume('/lab') } }),
    expect: [{ message: 'twice', at: 'machine.launch.volumes.data.mount', says: '`work` is mounted' }],
  },
  {
    name: 'mounts none over the shared memory',
    change: launched({ volumes: { data: volume('/dev/./shm') } }),
    expect: [{ message: 'twice', at: 'machine.launch.volumes.data.mount', says: 'the shared memory' }],
  },
  { name: 'has nothing to say of other launches', change: {}, expect: [] },
]);
