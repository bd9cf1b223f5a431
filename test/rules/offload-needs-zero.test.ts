import { offloadNeedsZero } from '../../src/rules/offload-needs-zero.ts';
import { testRule } from '../support/test-rule.ts';

testRule(offloadNeedsZero, [
  {
    name: 'takes the optimizer with stage 1',
    change: { machine: { memory: { zero: 1, offload: 'optimizer' } } },
    expect: [],
  },
  {
    name: 'takes parameters with stage 3',
    change: { machine: { memory: { zero: 3, offload: 'optimizer+parameters' } } },
    expect: [],
  },
  {
    name: 'offloads nothing with stage 0',
    change: { machine: { memory: { offload: 'optimizer' } } },
    expect: [{ message: 'stage', at: 'machine.memory.offload', says: 'needs ZeRO stage 1 or more' }],
  },
  {
    name: 'offloads no parameters with stage 2',
    change: { machine: { memory: { zero: 2, offload: 'optimizer+parameters' } } },
    expect: [{ message: 'stage', at: 'machine.memory.offload', says: 'needs ZeRO stage 3, and `zero` is 2' }],
  },
]);
