import { sourceCsvOrFolder } from '../../src/rules/source-csv-or-folder.ts';
import { testRule } from '../support/test-rule.ts';

const source = (keys: object): { data: object } => ({ data: { sources: { sketches: keys } } });

testRule(sourceCsvOrFolder, [
  { name: 'takes a folder', change: source({ folder: 'sketches' }), expect: [] },
  {
    name: 'asks a source without an origin for one',
    change: source({ times: 2 }),
    expect: [{ message: 'neither', at: 'data.sources.sketches' }],
  },
  {
    name: 'refuses two origins',
    change: source({ csv: 'sketches.csv', folder: 'sketches' }),
    expect: [{ message: 'both', at: 'data.sources.sketches.folder' }],
  },
  {
    name: 'takes no number of rows for a folder',
    change: source({ folder: 'sketches', rows: 40 }),
    expect: [{ message: 'rowsOfFolder', at: 'data.sources.sketches.rows' }],
  },
]);
