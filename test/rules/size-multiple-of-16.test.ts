import { sizeMultipleOf16 } from '../../src/rules/size-multiple-of-16.ts';
import { testRule } from '../support/test-rule.ts';

testRule(sizeMultipleOf16, [
  { name: 'takes a multiple of 16', change: { resolution: { kind: 'single', size: 1008 } }, expect: [] },
  {
    name: 'names the nearest bases',
    change: { resolution: { base: 1000 } },
    expect: [{ message: 'unaligned', at: 'resolution.base', says: '992 and 1008' }],
  },
  {
    name: 'names the nearest sizes, a multiple of 8 is not enough',
    change: { resolution: { kind: 'single', size: 1016 } },
    expect: [{ message: 'unaligned', at: 'resolution.size', says: '1008 and 1024' }],
  },
]);
