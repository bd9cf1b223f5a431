import { editNames } from '../../src/rules/edit-names.ts';
import { testRule } from '../support/test-rule.ts';

const classes = {
  year: { pattern: '^(19|20)[0-9][0-9]$' },
  meta: { list: 'meta-tags.txt' },
  character: { dictionary: 'characters.tsv' },
};
const variants = { tags: { column: 'tags', kind: 'tags' }, zh: { column: 'caption', kind: 'prose' } };
const edits = (...list: readonly object[]): { captions: object } => ({
  captions: { classes, variants, edits: list },
});

testRule(editNames, [
  {
    name: 'takes names that there are, and translates by a dictionary',
    change: edits(
      { translate: { class: 'character', p: 0.5, variants: ['tags', 'zh'] } },
      { drop: { class: 'year', p: 0.1 } },
      { drop: { class: 'character', p: 0.1, variants: ['tags'] } },
      { shuffle: { keep_first: ['character', 'meta'] } },
    ),
    expect: [],
  },
  {
    name: 'names a class that is not there, and the one that is meant',
    change: edits({ drop: { class: 'yaer', p: 0.1 } }, { shuffle: { keep_first: ['meta', 'charcter'] } }),
    expect: [
      {
        message: 'noClass',
        at: 'captions.edits[0].drop.class',
        says: 'Did you mean `year`? The edit would do nothing. There are `year`, `meta`, `character`.',
        replacement: 'year',
      },
      {
        message: 'noClass',
        at: 'captions.edits[1].shuffle.keep_first[1]',
        says: 'there is no class `charcter`',
        replacement: 'character',
      },
    ],
  },
  {
    name: 'offers nothing where no class is near, or none is there',
    change: { captions: { edits: [{ translate: { class: 'artist', p: 0.5 } }] } },
    expect: [
      { message: 'noClass', at: 'captions.edits[0].translate.class', says: '`captions.classes` has none.' },
    ],
  },
  {
    name: 'names a variant that is not there, whatever the verb',
    change: edits(
      { append: { text: 'sks', variants: ['tags', 'tgas'] } },
      { case: { to: 'lower', variants: ['english'] } },
    ),
    expect: [
      {
        message: 'noVariant',
        at: 'captions.edits[0].append.variants[1]',
        says: 'Did you mean `tags`? The edit would do nothing there. There are `tags`, `zh`.',
        replacement: 'tags',
      },
      {
        message: 'noVariant',
        at: 'captions.edits[1].case.variants[0]',
        says: 'there is no variant `english`\nThe edit would do nothing there.',
      },
    ],
  },
  {
    name: 'says where there are no variants at all',
    change: { captions: { edits: [{ case: { to: 'lower', variants: ['tags'] } }] } },
    expect: [
      {
        message: 'noVariant',
        at: 'captions.edits[0].case.variants[0]',
        says: '`captions.variants` has none.',
      },
    ],
  },
  {
    name: 'translates neither by a pattern nor by a list',
    change: edits({ translate: { class: 'year', p: 0.5 } }, { translate: { class: 'meta', p: 0.5 } }),
    expect: [
      { message: 'noDictionary', at: 'captions.edits[0].translate.class', says: 'the class `year`' },
      { message: 'noDictionary', at: 'captions.edits[1].translate.class', says: 'the class `meta`' },
    ],
  },
]);
