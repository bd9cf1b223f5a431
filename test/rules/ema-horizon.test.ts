import { emaHorizon } from '../../src/rules/ema-horizon.ts';
import { testRule } from '../support/test-rule.ts';

testRule(emaHorizon, [
  { name: 'takes a half-life shorter than the run', change: { ema: { decay: 0.999 } }, expect: [] },
  {
    name: 'is silent when the number of steps is not known',
    change: {
      ema: { decay: 0.9999 },
      length: '2 epochs',
      data: { sources: { porcelain: { rows: undefined } } },
    },
    expect: [],
  },
  {
    name: 'compares the half-life with the steps of the run',
    change: { ema: { decay: 0.9999 } },
    expect: [
      { message: 'long', at: 'ema.decay', says: 'half-life of 6931 optimizer steps, and there are 2000' },
    ],
  },
  {
    name: 'counts the steps of epochs from the stated rows',
    change: { ema: { decay: 0.9999 }, length: '8 epochs' },
    expect: [{ message: 'long', at: 'ema.decay', says: 'there are 5000' }],
  },
]);
