import { columnMissing } from '../../src/rules/column-missing.ts';
import { testRule } from '../support/test-rule.ts';

const header = (...columns: string[]): { sources: { porcelain: { status: 'file'; columns: string[] } } } => ({
  sources: { porcelain: { status: 'file', columns } },
});

const variants = { zh: { column: 'cap_zh', kind: 'prose' }, tags: { column: 'tags_en', kind: 'tags' } };

testRule(columnMissing, [
  { name: 'does without the optional columns', facts: header('image_path', 'text'), expect: [] },
  {
    name: 'is silent when the header is not known',
    facts: { sources: { porcelain: { status: 'file' } } },
    expect: [],
  },
  {
    name: 'suggests the column that is spelled most like it',
    change: { data: { columns: { text: 'captoin' } } },
    facts: header('image_path', 'caption'),
    expect: [
      {
        message: 'missing',
        at: 'data.columns.text',
        says: 'Perhaps `caption` is meant',
        replacement: 'caption',
      },
    ],
  },
  {
    name: 'lists the columns when none is near',
    facts: header('img', 'text'),
    expect: [{ message: 'missing', at: 'data.columns.image', says: 'Its columns are `img` and `text`' }],
  },
  {
    name: 'asks for an optional column that was given a name',
    change: { data: { columns: { md5: 'checksum' } } },
    facts: header('image_path', 'text', 'md5'),
    expect: [{ message: 'missing', at: 'data.columns.md5' }],
  },
  {
    name: 'asks for the columns of the variants in place of `text`',
    change: { captions: { variants } },
    facts: header('image_path', 'cap_zh', 'tags_en'),
    expect: [],
  },
  {
    name: 'suggests the column that a variant means',
    change: { captions: { variants } },
    facts: header('image_path', 'cap_zh', 'tag_en'),
    expect: [
      {
        message: 'missing',
        at: 'captions.variants.tags.column',
        says: 'Perhaps `tag_en` is meant',
        replacement: 'tag_en',
      },
    ],
  },
]);
