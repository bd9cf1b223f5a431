import { tunedAtAnotherBatch } from '../../src/rules/tuned-at-another-batch.ts';
import { testRule } from '../support/test-rule.ts';

const rate = (batch: number, at: number) => ({ batch, optimizer: { lr: { tuned: 1e-4, at_batch: at } } });

testRule(tunedAtAnotherBatch, [
  { name: 'has nothing to say about plain numbers', change: { ema: { decay: 0.999 } }, expect: [] },
  { name: 'takes 16 times the batch', change: rate(128, 8), expect: [] },
  { name: 'takes a sixteenth of the batch', change: rate(8, 128), expect: [] },
  {
    // 1e-4 · √(136 / 8) = 1e-4 · 4.1231
    name: 'finds a rate that is carried up too far',
    change: rate(136, 8),
    expect: [
      {
        message: 'far',
        at: 'optimizer.lr.at_batch',
        says: '`optimizer.lr` was tuned at batch 8, and `batch` is 136, 17 times that\nThe rule gives 0.0004123 for 0.0001.',
      },
    ],
  },
  {
    // 1e-4 · √(8 / 256) = 1e-4 / 5.6569
    name: 'finds a rate that is carried down too far',
    change: rate(8, 256),
    expect: [
      {
        message: 'far',
        at: 'optimizer.lr.at_batch',
        says: 'at batch 256, and `batch` is 8, 1/32 of that\nThe rule gives 0.00001768 for 0.0001.',
      },
    ],
  },
  {
    // 0.9999^32 = 1 − 0.0032 + 0.000005 = 0.996805
    name: 'finds a decay that is carried too far',
    change: { batch: 32, ema: { decay: { tuned: 0.9999, at_batch: 1 } } },
    expect: [
      {
        message: 'far',
        at: 'ema.decay.at_batch',
        says: '`ema.decay` was tuned at batch 1, and `batch` is 32, 32 times that\nThe rule gives 0.9968 for 0.9999.',
      },
    ],
  },
  {
    name: 'speaks of both',
    change: { ...rate(136, 8), ema: { decay: { tuned: 0.999, at_batch: 8 } } },
    expect: [
      { message: 'far', at: 'optimizer.lr.at_batch' },
      { message: 'far', at: 'ema.decay.at_batch' },
    ],
  },
  { name: 'takes no average', change: { ema: 'none' }, expect: [] },
]);
