import { xlNeedsOwnWeights } from '../../src/rules/xl-needs-own-weights.ts';
import { testRule } from '../support/test-rule.ts';

testRule(xlNeedsOwnWeights, [
  {
    name: 'takes a file of your own',
    change: { model: { size: 'XL/2', weights: './weights/xl.pt' } },
    expect: [],
  },
  {
    name: 'takes training from scratch',
    change: { model: { size: 'XL/2', weights: 'random' } },
    expect: [],
  },
  {
    name: 'refuses a public file',
    change: { model: { size: 'XL/2' } },
    expect: [{ message: 'noPublic', at: 'model.weights', says: '`ema` is a file of g/2' }],
  },
  {
    name: 'refuses the public adapter',
    change: {
      model: { size: 'XL/2', weights: './weights/xl.pt' },
      method: { kind: 'ipadapter', weights: 'public' },
    },
    expect: [{ message: 'noPublic', at: 'method.weights', says: '`public` is a file of g/2' }],
  },
]);
