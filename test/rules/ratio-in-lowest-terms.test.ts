import { ratioInLowestTerms } from '../../src/rules/ratio-in-lowest-terms.ts';
import { testRule } from '../support/test-rule.ts';

const ratios = (...list: string[]): { resolution: object } => ({
  resolution: { step: undefined, ratios: list },
});

testRule(ratioInLowestTerms, [
  { name: 'takes lowest terms', change: ratios('1/1', '7/3', '16/9'), expect: [] },
  { name: 'takes larger numbers that give the same bucket', change: ratios('8/8', '6/4'), expect: [] },
  { name: 'leaves a ratio without a bucket to its own rule', change: ratios('198/196'), expect: [] },
  {
    name: 'shows what the larger numbers cost',
    change: ratios('21/9'),
    expect: [
      { message: 'coarse', at: 'resolution.ratios[0]', says: '1344 × 576 pixels, 85 %', replacement: '7/3' },
    ],
  },
]);
