import { hostfileMissing } from '../../src/rules/hostfile-missing.ts';
import { testRule } from '../support/test-rule.ts';

const change = { machine: { nodes: 2, launch: { kind: 'hosts', hostfile: 'machines/hosts' } } };
const at = 'machine.launch.hostfile';

testRule(hostfileMissing, [
  { name: 'takes a file', change, facts: { hostfile: { status: 'file', text: '' } }, expect: [] },
  { name: 'asks nothing of a local launch', change: {}, expect: [] },
  {
    name: 'refuses none',
    change,
    facts: { hostfile: { status: 'missing' } },
    expect: [{ message: 'missing', at, says: '`node1 slots=8`' }],
  },
  {
    name: 'refuses a folder',
    change,
    facts: { hostfile: { status: 'folder' } },
    expect: [{ message: 'notAFile', at, says: 'UTF-8' }],
  },
  {
    name: 'refuses what is no text',
    change,
    facts: { hostfile: { status: 'unreadable' } },
    expect: [{ message: 'notAFile', at }],
  },
]);
