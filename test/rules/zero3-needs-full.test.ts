import { zero3NeedsFull } from '../../src/rules/zero3-needs-full.ts';
import { testRule } from '../support/test-rule.ts';

testRule(zero3NeedsFull, [
  {
    name: 'takes stage 3 in a full fine-tune',
    change: { method: { kind: 'full' }, machine: { memory: { zero: 3 } } },
    expect: [],
  },
  {
    name: 'refuses it for a LoRA',
    change: { machine: { memory: { zero: 3 } } },
    expect: [{ message: 'empty', at: 'machine.memory.zero', replacement: '1' }],
  },
  {
    name: 'refuses it for an IP-Adapter',
    change: { method: { kind: 'ipadapter' }, machine: { memory: { zero: 3 } } },
    expect: [{ message: 'empty', at: 'machine.memory.zero', says: 'an IP-Adapter', replacement: '1' }],
  },
]);
