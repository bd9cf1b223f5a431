import { filterTwice } from '../../src/rules/filter-twice.ts';
import { testRule } from '../support/test-rule.ts';

testRule(filterTwice, [
  {
    name: 'takes a stricter one',
    change: {
      data: { filters: [{ min_side: 1024 }, { min_side: 1100 }, { max_aspect: 4 }, { max_aspect: 2 }] },
    },
    expect: [],
  },
  {
    name: 'takes two lists',
    change: { data: { filters: [{ exclude_md5: 'a.txt' }, { exclude_md5: 'b.txt' }] } },
    expect: [],
  },
  {
    name: 'finds filters that remove nothing',
    change: {
      data: {
        filters: [
          { min_side: 1024 },
          { min_side: 768 },
          { max_aspect: 2 },
          { max_aspect: 4 },
          { exclude_md5: 'a.txt' },
          { exclude_md5: 'a.txt' },
        ],
      },
    },
    expect: [
      {
        message: 'covered',
        at: 'data.filters[1].min_side',
        says: '`min_side: 768` removes nothing after `min_side: 1024`',
      },
      { message: 'covered', at: 'data.filters[3].max_aspect' },
      { message: 'covered', at: 'data.filters[5].exclude_md5' },
    ],
  },
]);
