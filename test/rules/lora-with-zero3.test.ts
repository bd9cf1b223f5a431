import { loraWithZero3 } from '../../src/rules/lora-with-zero3.ts';
import { testRule } from '../support/test-rule.ts';

testRule(loraWithZero3, [
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
]);
