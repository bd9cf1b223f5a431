import { distillApart } from '../../src/rules/distill-apart.ts';
import { testRule } from '../support/test-rule.ts';

testRule(distillApart, [
  { name: 'takes it for v1.1', change: { model: { version: 'v1.1', weights: 'distill' } }, expect: [] },
  {
    name: 'says that the download of v1.2 has none',
    change: { model: { weights: 'distill' } },
    expect: [{ message: 'absent', at: 'model.weights' }],
  },
]);
