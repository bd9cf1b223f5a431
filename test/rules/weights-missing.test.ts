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
  {
    name: 'looks for the adapter of an IP-Adapter too',
    change: { method: { kind: 'ipadapter', weights: './weights/ipa.pt' } },
    facts: { adapter: 'missing' },
    expect: [{ message: 'missing', at: 'method.weights', says: '`./weights/ipa.pt`' }],
  },
]);
