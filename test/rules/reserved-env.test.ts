import { reservedEnv } from '../../src/rules/reserved-env.ts';
import { IN_PODS } from '../support/in-pods.ts';
import { testRule } from '../support/test-rule.ts';

testRule(reservedEnv, [
  {
    name: 'takes settings of NCCL',
    change: { machine: { env: { NCCL_SOCKET_IFNAME: 'bond0', PYTHONPATH: '/opt/extra' } } },
    expect: [],
  },
  {
    name: 'refuses what the launcher sets',
    change: { machine: { env: { MASTER_PORT: 29501 } } },
    expect: [{ message: 'launcher', at: 'machine.env.MASTER_PORT', says: 'write `machine.launch.port`' }],
  },
  {
    name: 'names no port where the pods have their own',
    change: { machine: { ...IN_PODS.machine, env: { MASTER_PORT: 29501 } } },
    expect: [{ message: 'launcher', at: 'machine.env.MASTER_PORT', says: 'ignored. Delete it.' }],
  },
  {
    name: 'refuses what the script needs',
    change: { machine: { env: { DITC_STAGE: 's1', root: '/opt' } } },
    expect: [
      { message: 'script', at: 'machine.env.DITC_STAGE' },
      { message: 'script', at: 'machine.env.root' },
    ],
  },
]);
