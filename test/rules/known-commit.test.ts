import { knownCommit } from '../../src/rules/known-commit.ts';
import { testRule } from '../support/test-rule.ts';

testRule(knownCommit, [
  {
    name: 'takes the commit of the overlay',
    change: { trainer: { commit: '368280ec35119ed2741a30cc5b40aafde34f8a8a' } },
    expect: [],
  },
  {
    name: 'refuses another one',
    change: { trainer: { commit: '0123456789abcdef0123456789abcdef01234567' } },
    expect: [
      { message: 'other', at: 'trainer.commit', replacement: '368280ec35119ed2741a30cc5b40aafde34f8a8a' },
    ],
  },
]);
