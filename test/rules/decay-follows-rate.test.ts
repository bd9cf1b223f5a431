import { decayFollowsRate } from '../../src/rules/decay-follows-rate.ts';
import { testRule } from '../support/test-rule.ts';

const run = (batch: number, at: number, decay: unknown = 0.999) => ({
  method: { kind: 'full' },
  batch,
  optimizer: { lr: { tuned: 1e-4, at_batch: at } },
  ema: { decay },
});

testRule(decayFollowsRate, [
  { name: 'takes a decay that follows too', change: run(32, 8, { tuned: 0.999, at_batch: 8 }), expect: [] },
  { name: 'takes a run without an average', change: { ...run(32, 8), ema: 'none' }, expect: [] },
  { name: 'takes a plain rate', change: { ...run(32, 8), optimizer: { lr: 1e-4 } }, expect: [] },
  { name: 'takes a batch less than twice as large', change: run(30, 16), expect: [] },
  { name: 'takes a batch more than half as large', change: run(18, 32), expect: [] },
  {
    // 0.999² = 0.998001
    name: 'finds a decay that stays at twice the batch',
    change: run(32, 16),
    expect: [
      {
        message: 'plain',
        at: 'ema.decay',
        says: 'reaches 2 times as far back as at batch 16. If 0.999 was found there, write `decay: {tuned: 0.999, at_batch: 16}`, which gives 0.998001.',
      },
    ],
  },
  {
    // √0.999 = 1 − 0.0005 − 0.000000125
    name: 'finds a decay that stays at half the batch',
    change: run(16, 32),
    expect: [
      {
        message: 'plain',
        at: 'ema.decay',
        says: 'reaches 1/2 as far back as at batch 32. If 0.999 was found there, write `decay: {tuned: 0.999, at_batch: 32}`, which gives 0.9995.',
      },
    ],
  },
  {
    name: 'names both batches',
    change: run(64, 8),
    expect: [
      {
        message: 'plain',
        at: 'ema.decay',
        says: '`ema.decay` is 0.999 whatever the batch, and `optimizer.lr` follows it from 8 to 64',
      },
    ],
  },
]);
