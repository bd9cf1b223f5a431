import { warmupWithinLength } from '../../src/rules/warmup-within-length.ts';
import { testRule } from '../support/test-rule.ts';

testRule(warmupWithinLength, [
  { name: 'takes a short warm-up', change: { optimizer: { warmup: '200 steps' } }, expect: [] },
  {
    name: 'lets a constant rate be reached at the end',
    change: { optimizer: { warmup: '2000 steps' } },
    expect: [],
  },
  {
    name: 'is silent when the steps are not known',
    change: {
      optimizer: { warmup: '9000 steps' },
      length: '2 epochs',
      data: { sources: { porcelain: { rows: undefined } } },
    },
    expect: [],
  },
  {
    name: 'tells the rate that would be reached',
    change: { optimizer: { warmup: '4000 steps' } },
    expect: [
      { message: 'neverReached', at: 'optimizer.warmup', says: 'end at 0.00005 and never reach 0.0001' },
    ],
  },
  {
    name: 'says that it counts on the rows as they are stated',
    change: { optimizer: { warmup: '9000 steps' }, length: '2 epochs' },
    expect: [{ message: 'neverReached', at: 'optimizer.warmup', says: 'and there are about 1250' }],
  },
  {
    name: 'leaves room for the schedule',
    change: { optimizer: { warmup: '2000 steps', schedule: 'cosine' } },
    expect: [{ message: 'nothingLeft', at: 'optimizer.warmup', says: '`200 steps`' }],
  },
]);
