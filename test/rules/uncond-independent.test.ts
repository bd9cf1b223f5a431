import { uncondIndependent } from '../../src/rules/uncond-independent.ts';
import { testRule } from '../support/test-rule.ts';

testRule(uncondIndependent, [
  {
    name: 'is silent when text is always left out',
    change: { captions: { uncond: { clip: 1, t5: 1 } } },
    expect: [],
  },
  {
    name: 'multiplies the two chances',
    change: { captions: { uncond: { clip: 0.1, t5: 0.1 } } },
    expect: [{ message: 'product', at: 'captions.uncond', says: 'both encoders in 1 % of the samples' }],
  },
  {
    name: 'says that CLIP alone is not enough',
    change: { captions: { uncond: { clip: 0.1 } } },
    expect: [{ message: 'one', at: 'captions.uncond', says: 'for CLIP only' }],
  },
  {
    name: 'says that mT5 alone is not enough',
    change: { captions: { uncond: { t5: 0.1 } } },
    expect: [{ message: 'one', at: 'captions.uncond', says: 'for mT5 only' }],
  },
]);
