import { ephemeralPort } from '../../src/rules/ephemeral-port.ts';
import { testRule } from '../support/test-rule.ts';

const changeTo = (launch: object) => ({ machine: { launch } });
const local = (port: number) => changeTo({ kind: 'local', port });
const found = { message: 'handedOut', at: 'machine.launch.port' } as const;

testRule(ephemeralPort, [
  { name: 'takes the default', change: {}, expect: [] },
  { name: 'takes the last below', change: local(32_767), expect: [] },
  { name: 'takes the first above', change: local(61_000), expect: [] },
  {
    name: 'takes a job that has a port of its own',
    change: changeTo({ kind: 'slurm', time: 60 }),
    expect: [],
  },
  { name: 'speaks of the first', change: local(32_768), expect: [found] },
  { name: 'speaks of the last', change: local(60_999), expect: [{ ...found, says: 'is 60999' }] },
  {
    name: 'speaks of the first host',
    change: changeTo({ kind: 'hosts', hostfile: 'hosts', port: 40_000 }),
    expect: [found],
  },
]);
