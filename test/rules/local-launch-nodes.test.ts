import { localLaunchNodes } from '../../src/rules/local-launch-nodes.ts';
import { testRule } from '../support/test-rule.ts';

testRule(localLaunchNodes, [
  { name: 'takes one node', change: { machine: { gpus_per_node: 8 } }, expect: [] },
  {
    name: 'refuses two',
    change: { machine: { gpus_per_node: 2, nodes: 2 } },
    expect: [{ message: 'several', at: 'machine.nodes', says: 'Only 2 of 4 processes', replacement: '1' }],
  },
]);
