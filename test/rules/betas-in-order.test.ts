import { betasInOrder } from '../../src/rules/betas-in-order.ts';
import { testRule } from '../support/test-rule.ts';

testRule(betasInOrder, [
  {
    name: 'takes a shorter memory for squares that is still longer',
    change: { optimizer: { betas: [0.9, 0.95] } },
    expect: [],
  },
  { name: 'takes no mean at all', change: { optimizer: { betas: [0, 0] } }, expect: [] },
  {
    name: 'swaps the two',
    change: { optimizer: { betas: [0.999, 0.9] } },
    expect: [{ message: 'swapped', at: 'optimizer.betas', replacement: '[0.9, 0.999]' }],
  },
  {
    name: 'has no replacement for equal ones',
    change: { optimizer: { betas: [0.9, 0.9] } },
    expect: [{ message: 'swapped', at: 'optimizer.betas' }],
  },
]);
