import { emaNeedsFull } from '../../src/rules/ema-needs-full.ts';
import { testRule } from '../support/test-rule.ts';

const ema = { decay: 0.9999 };

testRule(emaNeedsFull, [
  {
    name: 'takes an average in a full fine-tune',
    change: { method: { kind: 'full' }, ema: { decay: 0.99 } },
    expect: [],
  },
  {
    name: 'refuses one in a LoRA run',
    change: { ema },
    expect: [{ message: 'off', at: 'ema', says: '0.9999', replacement: 'none' }],
  },
  {
    name: 'refuses one of a ControlNet',
    change: {
      method: { kind: 'controlnet', control: 'canny' },
      ema,
      machine: { memory: { micro_batch: 1 } },
    },
    expect: [{ message: 'off', at: 'ema', says: 'for a ControlNet', replacement: 'none' }],
  },
  {
    name: 'says that an IP-Adapter has one that nobody gets',
    change: { method: { kind: 'ipadapter' }, ema },
    expect: [{ message: 'lost', at: 'ema', says: 'a copy of the whole model', replacement: 'none' }],
  },
]);
