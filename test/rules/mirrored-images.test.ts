import { mirroredImages } from '../../src/rules/mirrored-images.ts';
import { testRule } from '../support/test-rule.ts';

testRule(mirroredImages, [
  { name: 'is silent without it', change: { data: { random_flip: false } }, expect: [] },
  {
    name: 'says what is mirrored',
    change: { data: { random_flip: true } },
    expect: [{ message: 'mirrored', at: 'data.random_flip' }],
  },
]);
