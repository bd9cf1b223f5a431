import { fullAtSmallBatch } from '../../src/rules/full-at-small-batch.ts';
import { testRule } from '../support/test-rule.ts';

testRule(fullAtSmallBatch, [
  { name: 'has nothing to say about a LoRA', change: { batch: 2 }, expect: [] },
  { name: 'takes the batch of upstream', change: { method: { kind: 'full' } }, expect: [] },
  {
    name: 'takes a rate that fits',
    change: { method: { kind: 'full' }, batch: 2, optimizer: { lr: 5e-5 } },
    expect: [],
  },
  {
    name: 'scales the rate of upstream to the batch',
    change: { method: { kind: 'full' }, batch: 2 },
    expect: [{ message: 'noisy', at: 'optimizer.lr', says: 'by the square-root rule 0.00005 with 2' }],
  },
]);
