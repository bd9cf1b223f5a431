import { sameSourceTwice } from '../../src/rules/same-source-twice.ts';
import { testRule } from '../support/test-rule.ts';

testRule(sameSourceTwice, [
  {
    name: 'takes two files',
    change: { data: { sources: { sketches: { csv: 'sketches.csv' } } } },
    expect: [],
  },
  {
    name: 'leaves a source without an origin to its own rule',
    change: { data: { sources: { a: {}, b: {} } } },
    expect: [],
  },
  {
    name: 'sees through another spelling',
    change: { data: { sources: { again: { csv: './data/../porcelain.csv', times: 2 } } } },
    expect: [{ message: 'same', at: 'data.sources.again.csv', says: '`times: 3`' }],
  },
  {
    name: 'compares folders',
    change: { data: { sources: { a: { folder: 'photos' }, b: { folder: 'photos/' } } } },
    expect: [{ message: 'same', at: 'data.sources.b.folder' }],
  },
]);
