import { nativeResolution } from '../../src/rules/native-resolution.ts';
import { testRule } from '../support/test-rule.ts';

testRule(nativeResolution, [
  { name: 'takes 768', change: { resolution: { base: 768 } }, expect: [] },
  {
    name: 'takes any size from scratch',
    change: { model: { weights: 'random' }, resolution: { kind: 'single', size: 256 } },
    expect: [],
  },
  {
    name: 'warns at 512',
    change: { resolution: { kind: 'single', size: 512 } },
    expect: [{ message: 'far', at: 'resolution.size', says: '0.25 times the area' }],
  },
  {
    name: 'warns at 2048',
    change: { resolution: { base: 2048 } },
    expect: [{ message: 'far', at: 'resolution.base', says: '4 times the area' }],
  },
]);
