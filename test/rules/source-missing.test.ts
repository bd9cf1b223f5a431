import { sourceMissing } from '../../src/rules/source-missing.ts';
import { testRule } from '../support/test-rule.ts';

const folder = { data: { sources: { porcelain: { csv: undefined, folder: 'photos', rows: undefined } } } };

testRule(sourceMissing, [
  { name: 'takes a file', facts: { sources: { porcelain: { status: 'file' } } }, expect: [] },
  {
    name: 'takes a folder',
    change: folder,
    facts: { sources: { porcelain: { status: 'folder' } } },
    expect: [],
  },
  {
    name: 'names a file that is not there',
    facts: { sources: { porcelain: { status: 'missing' } } },
    expect: [{ message: 'missing', at: 'data.sources.porcelain.csv', says: 'no file `porcelain.csv`' }],
  },
  {
    name: 'names a folder that is not there',
    change: folder,
    facts: { sources: { porcelain: { status: 'missing' } } },
    expect: [{ message: 'missing', at: 'data.sources.porcelain.folder', says: 'no folder `photos`' }],
  },
  {
    name: 'tells a folder from a file',
    facts: { sources: { porcelain: { status: 'folder' } } },
    expect: [{ message: 'notAFile', at: 'data.sources.porcelain.csv' }],
  },
  {
    name: 'tells a file from a folder',
    change: folder,
    facts: { sources: { porcelain: { status: 'file' } } },
    expect: [{ message: 'notAFolder', at: 'data.sources.porcelain.folder' }],
  },
  {
    name: 'says what may not be read',
    facts: { sources: { porcelain: { status: 'unreadable' } } },
    expect: [{ message: 'unreadable', at: 'data.sources.porcelain.csv' }],
  },
  {
    name: 'leaves a path that cannot be meant to its own rule',
    change: { data: { sources: { porcelain: { csv: '~/porcelain.csv' } } } },
    facts: { sources: { porcelain: { status: 'missing' } } },
    expect: [],
  },
]);
