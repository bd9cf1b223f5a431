import { saveWithinLength } from '../../src/rules/save-within-length.ts';
import { testRule } from '../support/test-rule.ts';

testRule(saveWithinLength, [
  { name: 'takes an interval as long as the run', change: { save: { every: '2000 steps' } }, expect: [] },
  {
    name: 'takes epochs that the stated rows make shorter than the run',
    change: { save: { every: '3 epochs' } },
    expect: [],
  },
  {
    name: 'is silent when units differ and rows are not stated',
    change: { save: { every: '100 epochs' }, data: { sources: { porcelain: { rows: undefined } } } },
    expect: [],
  },
  {
    name: 'compares steps with steps',
    change: { save: { every: '5000 steps' } },
    expect: [{ message: 'never', at: 'save.every', says: '5000 steps, longer than the 2000 steps' }],
  },
  {
    name: 'compares epochs with steps by the stated rows',
    change: { save: { every: '4 epochs' } },
    expect: [{ message: 'never', at: 'save.every' }],
  },
  {
    name: 'compares steps with epochs by the stated rows',
    change: { length: '1 epoch', save: { every: '1000 steps' } },
    expect: [{ message: 'never', at: 'save.every' }],
  },
]);
