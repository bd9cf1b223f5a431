import { linearScaleForAdam } from '../../src/rules/linear-scale-for-adam.ts';
import { testRule } from '../support/test-rule.ts';

const rate = (batch: number, at: number, scale?: string) => ({
  batch,
  optimizer: { lr: { tuned: 1e-4, at_batch: at, scale } },
});

testRule(linearScaleForAdam, [
  { name: 'takes the rule for Adam', change: rate(32, 8, 'sqrt'), expect: [] },
  { name: 'takes that rule as the default', change: rate(32, 8), expect: [] },
  { name: 'takes either rule at the same batch', change: rate(8, 8, 'linear'), expect: [] },
  {
    // κ = 32 / 8 = 4: 1e-4 · 4 and 1e-4 · 2
    name: 'computes both rates for a larger batch',
    change: rate(32, 8, 'linear'),
    expect: [
      {
        message: 'sgd',
        at: 'optimizer.lr.scale',
        says: 'gives a rate of 0.0004, and the rule for Adam gives 0.0002',
        replacement: 'sqrt',
      },
    ],
  },
  {
    // κ = 8 / 72 = 1/9: 1e-4 / 9 and 1e-4 / 3
    name: 'computes both rates for a smaller batch',
    change: rate(8, 72, 'linear'),
    expect: [
      {
        message: 'sgd',
        at: 'optimizer.lr.scale',
        says: 'gives a rate of 0.0000111, and the rule for Adam gives 0.0000333',
        replacement: 'sqrt',
      },
    ],
  },
  {
    name: 'says by how much the rate is off',
    change: rate(8, 72, 'linear'),
    expect: [{ message: 'sgd', at: 'optimizer.lr.scale', says: 'off by 3 times here', replacement: 'sqrt' }],
  },
]);
