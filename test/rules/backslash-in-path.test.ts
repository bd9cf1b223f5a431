import { backslashInPath } from '../../src/rules/backslash-in-path.ts';
import { testRule } from '../support/test-rule.ts';

testRule(backslashInPath, [
  {
    name: 'takes slashes',
    change: { data: { sources: { porcelain: { csv: 'data/porcelain.csv' } } } },
    expect: [],
  },
  {
    name: 'turns backslashes round',
    change: { data: { sources: { porcelain: { csv: 'data\\porcelain.csv' } } } },
    expect: [{ message: 'backslash', at: 'data.sources.porcelain.csv', replacement: 'data/porcelain.csv' }],
  },
  {
    name: 'has no replacement for a drive letter',
    change: { machine: { packed: 'D:\\packed' } },
    expect: [{ message: 'backslash', at: 'machine.packed', says: 'drive letter' }],
  },
]);
