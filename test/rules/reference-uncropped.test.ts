import { referenceUncropped } from '../../src/rules/reference-uncropped.ts';
import { testRule } from '../support/test-rule.ts';

const single = { kind: 'single', size: 1024 };

testRule(referenceUncropped, [
  { name: 'takes several resolutions', change: { method: { kind: 'ipadapter' } }, expect: [] },
  { name: 'takes a single one for a LoRA', change: { resolution: single }, expect: [] },
  {
    name: 'tells what the reference is at a single one',
    change: { method: { kind: 'ipadapter' }, resolution: single },
    expect: [{ message: 'whole', at: 'resolution.kind', says: 'squeezed to 224' }],
  },
]);
