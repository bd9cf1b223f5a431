import { stepFitsBase } from '../../src/rules/step-fits-base.ts';
import { testRule } from '../support/test-rule.ts';

testRule(stepFitsBase, [
  { name: 'takes exactly half of the base', change: { resolution: { step: 512 } }, expect: [] },
  {
    name: 'does not ask about ratios',
    change: { resolution: { step: undefined, ratios: ['1/1'] } },
    expect: [],
  },
  {
    name: 'shows the bucket that a step of 100 would make',
    change: { resolution: { step: 100 } },
    expect: [{ message: 'unaligned', at: 'resolution.step', says: '1124 × 924' }],
  },
  {
    name: 'refuses more than half of the base',
    change: { resolution: { step: 528 } },
    expect: [{ message: 'tooLarge', at: 'resolution.step', says: 'Take 512 at most' }],
  },
]);
