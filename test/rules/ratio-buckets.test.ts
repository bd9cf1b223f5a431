import { ratioBuckets } from '../../src/rules/ratio-buckets.ts';
import { testRule } from '../support/test-rule.ts';

const ratios = (...list: string[]): { resolution: object } => ({
  resolution: { step: undefined, ratios: list },
});

testRule(ratioBuckets, [
  { name: 'takes ratios that differ', change: ratios('1/1', '4/3', '3/4', '16/9'), expect: [] },
  {
    name: 'leaves a base that is not a multiple of 16 to its own rule',
    change: { resolution: { base: 1000, step: undefined, ratios: ['99/98'] } },
    expect: [],
  },
  {
    name: 'tells the base that a fine ratio needs',
    change: ratios('1/1', '99/98'),
    expect: [{ message: 'empty', at: 'resolution.ratios[1]', says: 'a `base` of 1584' }],
  },
  {
    name: 'finds two ratios with one bucket',
    change: ratios('1/1', '4/3', '2/2'),
    expect: [
      { message: 'twice', at: 'resolution.ratios[2]', says: 'gives the bucket 1024 × 1024, as `1/1`' },
    ],
  },
]);
