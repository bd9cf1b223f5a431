import { columnTwice } from '../../src/rules/column-twice.ts';
import { testRule } from '../support/test-rule.ts';

const tags = { column: 'tags_en', kind: 'tags' };
const classes = { year: { pattern: '^[0-9]+$' } };
const drop = (variants: readonly string[]) => ({ drop: { class: 'year', p: 0.5, variants } });

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
  {
    name: 'does not mind a variant that has the column which `text` would be',
    change: { captions: { variants: { zh: { column: 'text', kind: 'prose' }, tags } } },
    expect: [],
  },
  {
    name: 'refuses a variant that is a path',
    change: { captions: { variants: { tags: { ...tags, column: 'image_path' } } } },
    expect: [
      {
        message: 'shared',
        at: 'captions.variants.tags.column',
        says: 'both `image` and `captions.variants.tags`',
      },
    ],
  },
  {
    name: 'finds the column of a variant that is there twice',
    change: { captions: { variants: { tags } } },
    facts: { sources: { porcelain: { status: 'file', columns: ['image_path', 'tags_en', 'tags_en'] } } },
    expect: [{ message: 'repeated', at: 'captions.variants.tags.column' }],
  },
  {
    name: 'refuses two variants that are one',
    change: { captions: { variants: { tags, short: tags } } },
    expect: [{ message: 'alike', at: 'captions.variants.short.column', says: 'variants `tags` and `short`' }],
  },
  {
    name: 'lets two variants share a column of which one is edited',
    change: { captions: { variants: { tags, short: tags }, classes, edits: [drop(['short'])] } },
    expect: [],
  },
  {
    name: 'refuses them when the edit is for both',
    change: { captions: { variants: { tags, short: tags }, classes, edits: [drop(['tags', 'short'])] } },
    expect: [{ message: 'alike', at: 'captions.variants.short.column' }],
  },
  {
    name: 'lets prose and tags share a column',
    change: { captions: { variants: { tags, raw: { ...tags, kind: 'prose' } } } },
    expect: [],
  },
]);
