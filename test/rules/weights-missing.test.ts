import { weightsMissing } from '../../src/rules/weights-missing.ts';
import { testRule } from '../support/test-rule.ts';

const change = { model: { weights: './weights/mine.pt' } };

testRule(weightsMissing, [
  { name: 'takes a file', change, facts: { weights: 'file' }, expect: [] },
  {
    name: 'names a file that is not there',
    change,
    facts: { weights: 'missing' },
    expect: [{ message: 'missing', at: 'model.weights', says: '`./weights/mine.pt`' }],
  },
  {
    name: 'says that a file may not be read',
    change,
    facts: { weights: 'unreadable' },
    expect: [{ message: 'unreadable', at: 'model.weights' }],
  },
  {
    name: 'leaves a path that cannot be meant to its own rule',
    change: { model: { weights: '.\\weights/mine.pt' } },
    facts: { weights: 'missing' },
    expect: [],
  },
]);
