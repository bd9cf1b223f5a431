import { clipRange } from '../../src/rules/clip-range.ts';
import { testRule } from '../support/test-rule.ts';

testRule(clipRange, [
  { name: 'takes the lowest of the range', change: { optimizer: { clip: 0.05 } }, expect: [] },
  { name: 'takes the highest of the range', change: { optimizer: { clip: 10 } }, expect: [] },
  {
    name: 'finds a norm that nothing reaches',
    change: { optimizer: { clip: 10.1 } },
    expect: [
      {
        message: 'loose',
        at: 'optimizer.clip',
        says: '`optimizer.clip` is 10.1, which next to no gradient reaches',
      },
    ],
  },
  {
    name: 'finds a norm that everything exceeds',
    change: { optimizer: { clip: 0.049 } },
    expect: [
      {
        message: 'tight',
        at: 'optimizer.clip',
        says: '`optimizer.clip` is 0.049, which nearly every gradient exceeds',
      },
    ],
  },
]);
