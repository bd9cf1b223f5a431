import { filtersContradict } from '../../src/rules/filters-contradict.ts';
import { testRule } from '../support/test-rule.ts';

testRule(filtersContradict, [
  {
    name: 'takes two lists',
    change: { data: { filters: [{ include_md5: 'keep.txt' }, { exclude_md5: 'takedown.txt' }] } },
    expect: [],
  },
  {
    name: 'finds a list that is included and excluded',
    change: {
      data: { filters: [{ include_md5: 'keep.txt' }, { min_side: 1024 }, { exclude_md5: 'keep.txt' }] },
    },
    expect: [{ message: 'nothingLeft', at: 'data.filters[2].exclude_md5' }],
  },
]);
