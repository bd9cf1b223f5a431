import { emaWithZero3 } from '../../src/rules/ema-with-zero3.ts';
import { testRule } from '../support/test-rule.ts';

testRule(emaWithZero3, [
  { name: 'takes stage 2', change: { ema: { decay: 0.99 }, machine: { memory: { zero: 2 } } }, expect: [] },
  {
    name: 'refuses stage 3',
    change: { ema: { decay: 0.99 }, machine: { memory: { zero: 3 } } },
    expect: [{ message: 'split', at: 'machine.memory.zero' }],
  },
]);
