import { badImagesLimit } from '../../src/rules/bad-images-limit.ts';
import { testRule } from '../support/test-rule.ts';

testRule(badImagesLimit, [
  { name: 'takes a few percent', change: { data: { bad_images: { at_most: 0.05 } } }, expect: [] },
  {
    name: 'does not ask when one bad row stops the build',
    change: { data: { bad_images: { action: 'fail', at_most: 0.5 } } },
    expect: [],
  },
  {
    name: 'warns when half may be missing',
    change: { data: { bad_images: { at_most: 0.5 } } },
    expect: [{ message: 'high', at: 'data.bad_images.at_most', says: 'up to 50 %' }],
  },
]);
