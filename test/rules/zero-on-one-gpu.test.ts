import { zeroOnOneGpu } from '../../src/rules/zero-on-one-gpu.ts';
import { testRule } from '../support/test-rule.ts';

testRule(zeroOnOneGpu, [
  {
    name: 'is silent with two GPUs',
    change: { machine: { gpus_per_node: 2, memory: { zero: 2 } } },
    expect: [],
  },
  {
    name: 'is silent when something is offloaded',
    change: { machine: { memory: { zero: 2, offload: 'optimizer' } } },
    expect: [],
  },
  {
    name: 'says that there is nothing to split',
    change: { machine: { memory: { zero: 2 } } },
    expect: [{ message: 'nothingToSplit', at: 'machine.memory.zero', replacement: '0' }],
  },
]);
