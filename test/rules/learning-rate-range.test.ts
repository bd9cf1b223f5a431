import { learningRateRange } from '../../src/rules/learning-rate-range.ts';
import { testRule } from '../support/test-rule.ts';

testRule(learningRateRange, [
  { name: 'takes a high rate for a LoRA', change: { optimizer: { lr: 2e-3 } }, expect: [] },
  {
    name: 'takes a low rate for a full fine-tune',
    change: { method: { kind: 'full' }, optimizer: { lr: 1e-7 } },
    expect: [],
  },
  {
    name: 'warns of a rate that is too high for a LoRA',
    change: { optimizer: { lr: 0.01 } },
    expect: [{ message: 'high', at: 'optimizer.lr', says: '`lr` 0.01 is 100 times' }],
  },
  {
    name: 'warns earlier for a full fine-tune',
    change: { method: { kind: 'full' }, optimizer: { lr: 1e-3 } },
    expect: [{ message: 'high', at: 'optimizer.lr', says: 'Above 0.0005 a full fine-tune' }],
  },
  {
    name: 'warns as early for a ControlNet, whose blocks are those of the model',
    change: {
      method: { kind: 'controlnet', control: 'depth' },
      optimizer: { lr: 1e-3 },
      machine: { memory: { micro_batch: 1 } },
    },
    expect: [{ message: 'high', at: 'optimizer.lr', says: 'Above 0.0005 a ControlNet' }],
  },
  {
    name: 'warns of a rate that changes nothing',
    change: { optimizer: { lr: 1e-7 } },
    expect: [{ message: 'low', at: 'optimizer.lr', says: 'one 1000th' }],
  },
]);
