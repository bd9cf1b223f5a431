import { randomNeedsFull } from '../../src/rules/random-needs-full.ts';
import { testRule } from '../support/test-rule.ts';

testRule(randomNeedsFull, [
  {
    name: 'takes a whole model from scratch',
    change: { model: { weights: 'random' }, method: { kind: 'full' } },
    expect: [],
  },
  {
    name: 'refuses an adapter on random numbers',
    change: { model: { weights: 'random' } },
    expect: [{ message: 'adapter', at: 'model.weights', says: '`kind` is `lora`', replacement: 'ema' }],
  },
]);
