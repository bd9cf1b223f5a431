import { folderHasOneCaption } from '../../src/rules/folder-has-one-caption.ts';
import { testRule } from '../support/test-rule.ts';

const folder = { csv: undefined, folder: 'photos', rows: undefined };
const tags = { column: 'tags', kind: 'tags' };
const zh = { column: 'caption', kind: 'prose' };
const long = { column: 'caption_long', kind: 'prose' };

testRule(folderHasOneCaption, [
  {
    name: 'takes a folder without variants',
    change: { data: { sources: { porcelain: folder } } },
    expect: [],
  },
  {
    name: 'takes one variant',
    change: { data: { sources: { porcelain: folder } }, captions: { variants: { tags } } },
    expect: [],
  },
  {
    name: 'takes two variants of one column, which edits tell apart',
    change: {
      data: { sources: { porcelain: folder } },
      captions: { variants: { tags, plain: { ...tags, kind: 'prose' } } },
    },
    expect: [],
  },
  { name: 'takes several variants in a CSV', change: { captions: { variants: { tags, zh } } }, expect: [] },
  {
    name: 'finds the folder beside a CSV, and counts columns, not variants',
    change: {
      data: { sources: { sketches: { folder: 'sketches' } } },
      captions: { variants: { tags, zh, long, again: long } },
    },
    expect: [
      {
        message: 'several',
        at: 'data.sources.sketches.folder',
        says: 'the source `sketches` is a folder, and the variants are 3 columns',
      },
    ],
  },
  {
    name: 'finds every folder',
    change: {
      data: { sources: { porcelain: folder, sketches: { folder: 'sketches' } } },
      captions: { variants: { tags, zh } },
    },
    expect: [
      { message: 'several', at: 'data.sources.porcelain.folder', says: '`porcelain`' },
      { message: 'several', at: 'data.sources.sketches.folder', says: '`sketches`' },
    ],
  },
]);
