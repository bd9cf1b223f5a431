import { columnTwice } from '../../src/rules/column-twice.ts';
import { testRule } from '../support/test-rule.ts';

testRule(columnTwice, [
  {
    name: 'does not mind a column that nobody reads',
    facts: { sources: { porcelain: { status: 'file', columns: ['image_path', 'text', 'note', 'note'] } } },
    expect: [],
  },
  {
    name: 'refuses one column for two things',
    change: { data: { columns: { text: 'image_path' } } },
    expect: [{ message: 'shared', at: 'data.columns.text', says: 'both `image` and `text`' }],
  },
  {
    name: 'finds a column that is there twice',
    facts: { sources: { porcelain: { status: 'file', columns: ['image_path', 'text', 'text'] } } },
    expect: [{ message: 'repeated', at: 'data.columns.text', says: '2 columns named `text`' }],
  },
]);
