import { offloadHostMemory } from '../../src/rules/offload-host-memory.ts';
import { testRule } from '../support/test-rule.ts';

testRule(offloadHostMemory, [
  {
    name: 'takes what fits',
    change: {
      method: { kind: 'full' },
      machine: { host_memory: '64GiB', memory: { zero: 2, offload: 'optimizer' } },
    },
    expect: [],
  },
  {
    name: 'asks a LoRA for little',
    change: { machine: { host_memory: '4GiB', memory: { zero: 2, offload: 'optimizer' } } },
    expect: [],
  },
  {
    name: 'is silent when the memory is not known',
    change: { method: { kind: 'full' }, machine: { memory: { zero: 2, offload: 'optimizer' } } },
    expect: [],
  },
  {
    name: 'computes what a full fine-tune needs',
    change: {
      method: { kind: 'full' },
      machine: { host_memory: '24GiB', memory: { zero: 2, offload: 'optimizer' } },
    },
    expect: [{ message: 'tooSmall', at: 'machine.host_memory', says: 'needs 25.1GiB of main memory' }],
  },
  {
    name: 'shares it among the nodes',
    change: {
      method: { kind: 'full' },
      machine: { nodes: 2, host_memory: '12GiB', memory: { zero: 2, offload: 'optimizer' } },
    },
    expect: [{ message: 'tooSmall', at: 'machine.host_memory', says: 'needs 12.6GiB' }],
  },
]);
