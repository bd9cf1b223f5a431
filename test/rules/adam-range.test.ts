import { adamRange } from '../../src/rules/adam-range.ts';
import { testRule } from '../support/test-rule.ts';

testRule(adamRange, [
  {
    name: 'takes the lowest of each range',
    change: { optimizer: { betas: [0.5, 0.9], eps: 1e-12 } },
    expect: [],
  },
  {
    name: 'takes the highest of each range',
    change: { optimizer: { betas: [0.99, 0.9999], eps: 1e-5 } },
    expect: [],
  },
  {
    // 1 / (1 − 0.995) = 200
    name: 'finds a mean of too many steps',
    change: { optimizer: { betas: [0.995, 0.999] } },
    expect: [
      {
        message: 'beta',
        at: 'optimizer.betas[0]',
        says: 'the first of `optimizer.betas` is 0.995, outside 0.5 to 0.99\nIt averages over about 200 optimizer steps.',
      },
    ],
  },
  {
    name: 'finds no mean at all',
    change: { optimizer: { betas: [0, 0.999] } },
    expect: [{ message: 'beta', at: 'optimizer.betas[0]', says: 'It averages over about 1 optimizer step.' }],
  },
  {
    // 1 / (1 − 0.8) = 5
    name: 'finds a square of too few steps',
    change: { optimizer: { betas: [0.7, 0.8] } },
    expect: [
      {
        message: 'beta',
        at: 'optimizer.betas[1]',
        says: 'the second of `optimizer.betas` is 0.8, outside 0.9 to 0.9999\nIt averages over about 5 optimizer steps.',
      },
    ],
  },
  {
    name: 'finds a square of too many steps',
    change: { optimizer: { betas: [0.9, 0.99999] } },
    expect: [{ message: 'beta', at: 'optimizer.betas[1]', says: 'over about 100000 optimizer steps.' }],
  },
  {
    name: 'finds an eps that drowns the gradient',
    change: { optimizer: { eps: 1e-4 } },
    expect: [
      {
        message: 'eps',
        at: 'optimizer.eps',
        says: '`optimizer.eps` is 0.0001, outside 1e-12 to 0.00001\nIt is added',
      },
    ],
  },
  {
    name: 'finds an eps that guards against nothing',
    change: { optimizer: { eps: 1e-13 } },
    expect: [
      {
        message: 'eps',
        at: 'optimizer.eps',
        says: 'is 1e-13, outside 1e-12 to 0.00001\nA gradient that is zero',
      },
    ],
  },
]);
