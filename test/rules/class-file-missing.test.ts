import { classFileMissing } from '../../src/rules/class-file-missing.ts';
import { testRule } from '../support/test-rule.ts';

const LIST = 'lists/meta-tags.txt';
const DICTIONARY = 'dict/characters.tsv';
const change = {
  captions: {
    classes: { year: { pattern: '^[0-9]+$' }, meta: { list: LIST }, character: { dictionary: DICTIONARY } },
  },
};
const HERE = { status: 'file', text: 'best quality\n' } as const;

testRule(classFileMissing, [
  {
    name: 'takes files that are there, and a pattern has none',
    change,
    facts: { classFiles: { [LIST]: HERE, [DICTIONARY]: HERE } },
    expect: [],
  },
  {
    name: 'takes an empty file',
    change,
    facts: { classFiles: { [LIST]: { status: 'file', text: '' }, [DICTIONARY]: HERE } },
    expect: [],
  },
  { name: 'says nothing of a file that nobody looked for', change, expect: [] },
  {
    name: 'names the list and the dictionary that are not there',
    change,
    facts: { classFiles: { [LIST]: { status: 'missing' }, [DICTIONARY]: { status: 'missing' } } },
    expect: [
      {
        message: 'missing',
        at: 'captions.classes.meta.list',
        says: 'there is no file `lists/meta-tags.txt`',
      },
      { message: 'missing', at: 'captions.classes.character.dictionary', says: '`dict/characters.tsv`' },
    ],
  },
  {
    name: 'names a file once for each class that needs it',
    change: { captions: { classes: { meta: { list: LIST }, quality: { list: LIST } } } },
    facts: { classFiles: { [LIST]: { status: 'missing' } } },
    expect: [
      { message: 'missing', at: 'captions.classes.meta.list' },
      { message: 'missing', at: 'captions.classes.quality.list' },
    ],
  },
  {
    name: 'does not take a folder',
    change,
    facts: { classFiles: { [LIST]: { status: 'folder' }, [DICTIONARY]: HERE } },
    expect: [{ message: 'unreadable', at: 'captions.classes.meta.list', says: 'it is a folder' }],
  },
  {
    name: 'says that a file may not be read, or is in another encoding',
    change,
    facts: { classFiles: { [LIST]: HERE, [DICTIONARY]: { status: 'unreadable' } } },
    expect: [
      {
        message: 'unreadable',
        at: 'captions.classes.character.dictionary',
        says: 'it is not readable, or not UTF-8',
      },
    ],
  },
  {
    name: 'leaves a path that cannot be meant to its own rule',
    change: { captions: { classes: { meta: { list: '~/meta-tags.txt' } } } },
    facts: { classFiles: { '~/meta-tags.txt': { status: 'missing' } } },
    expect: [],
  },
]);
