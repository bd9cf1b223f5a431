import { listMissing } from '../../src/rules/list-missing.ts';
import { testRule } from '../support/test-rule.ts';

const change = { data: { filters: [{ min_side: 1024 }, { exclude_md5: 'lists/takedown.txt' }] } };
const at = 'data.filters[1].exclude_md5';

testRule(listMissing, [
  { name: 'takes a file', change, facts: { lists: { 'lists/takedown.txt': 'file' } }, expect: [] },
  {
    name: 'names the list that is not there',
    change,
    facts: { lists: { 'lists/takedown.txt': 'missing' } },
    expect: [{ message: 'missing', at, says: '`lists/takedown.txt`' }],
  },
  {
    name: 'does not take a folder',
    change,
    facts: { lists: { 'lists/takedown.txt': 'folder' } },
    expect: [{ message: 'notAFile', at, says: 'a folder' }],
  },
  {
    name: 'says that a list may not be read',
    change,
    facts: { lists: { 'lists/takedown.txt': 'unreadable' } },
    expect: [{ message: 'notAFile', at, says: 'not readable' }],
  },
  {
    name: 'leaves a path that cannot be meant to its own rule',
    change: { data: { filters: [{ exclude_md5: '$LISTS/takedown.txt' }] } },
    facts: { lists: { '$LISTS/takedown.txt': 'missing' } },
    expect: [],
  },
]);
