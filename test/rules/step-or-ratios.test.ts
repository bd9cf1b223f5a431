import { stepOrRatios } from '../../src/rules/step-or-ratios.ts';
import { testRule } from '../support/test-rule.ts';

testRule(stepOrRatios, [
  {
    name: 'takes ratios alone',
    change: { resolution: { step: undefined, ratios: ['1/1', '4/3'] } },
    expect: [],
  },
  { name: 'does not ask a single size', change: { resolution: { kind: 'single', size: 1024 } }, expect: [] },
  {
    name: 'asks for one of the two',
    change: { resolution: { step: undefined } },
    expect: [{ message: 'neither', at: 'resolution', says: '{kind: single, size: 1024}' }],
  },
  {
    name: 'refuses both',
    change: { resolution: { ratios: ['1/1', '4/3'] } },
    expect: [{ message: 'both', at: 'resolution.step', says: 'ignore the step' }],
  },
]);
