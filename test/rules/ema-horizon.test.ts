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
    expect: [{ message: 'long', at: 'ema.decay', says: 'there are about 5000' }],
  },
  {
    // ln 2 / −ln 0.999 = 0.693147 / 0.0010005 = 692.8
    name: 'takes a half-life shorter than what the warm-up leaves',
    change: { ema: { decay: 0.999 }, optimizer: { warmup: '1307 steps' } },
    expect: [],
  },
  {
    name: 'compares the half-life with the steps after the warm-up',
    change: { ema: { decay: 0.999 }, optimizer: { warmup: '1308 steps' } },
    expect: [
      {
        message: 'warm',
        at: 'ema.decay',
        says: 'half-life of 693 optimizer steps, and 692 are left after the warm-up\nAt the end most of the average would be weights of the first 1308 steps',
      },
    ],
  },
  {
    name: 'leaves a warm-up as long as the run to warmup-within-length',
    change: { ema: { decay: 0.999 }, optimizer: { warmup: '2000 steps' } },
    expect: [],
  },
  // ln 2 / −ln 0.934 = 0.6931 / 0.06828 = 10.15
  { name: 'takes a half-life of ten steps', change: { ema: { decay: 0.934 } }, expect: [] },
  {
    // ln 2 / −ln 0.93 = 0.6931 / 0.07257 = 9.55
    name: 'finds a half-life of less than ten steps',
    change: { ema: { decay: 0.93 } },
    expect: [
      { message: 'short', at: 'ema.decay', says: '`ema.decay` 0.93 has a half-life of 9.6 optimizer steps' },
    ],
  },
  {
    name: 'finds it when the number of steps is not known',
    change: {
      ema: { decay: 0.9 },
      length: '2 epochs',
      data: { sources: { porcelain: { rows: undefined } } },
    },
    expect: [{ message: 'short', at: 'ema.decay', says: 'half-life of 6.6 optimizer steps' }],
  },
]);
