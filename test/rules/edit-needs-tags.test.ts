import { editNeedsTags } from '../../src/rules/edit-needs-tags.ts';
import { testRule } from '../support/test-rule.ts';

const tags = { column: 'tags', kind: 'tags' };
const zh = { column: 'caption', kind: 'prose' };
const classes = { year: { pattern: '^(19|20)[0-9][0-9]$' } };
const drop = { drop: { class: 'year', p: 0.1 } };

testRule(editNeedsTags, [
  {
    name: 'takes the variants of tags, and leaves those of prose out by itself',
    change: {
      captions: { classes, variants: { tags, zh }, edits: [drop, { shuffle: { variants: ['tags'] } }] },
    },
    expect: [],
  },
  {
    name: 'has nothing to say about verbs for both',
    change: {
      captions: {
        variants: { zh },
        edits: [
          { replace: { pattern: 'vase', with: 'jug' } },
          { prepend: { text: 'sks', variants: ['zh'] } },
          { case: { to: 'lower' } },
        ],
      },
    },
    expect: [],
  },
  {
    name: 'leaves a variant that is not there to its own rule',
    change: { captions: { variants: { tags }, edits: [{ shuffle: { variants: ['tgas'] } }] } },
    expect: [],
  },
  {
    name: 'finds prose among the variants of an edit',
    change: {
      captions: {
        classes,
        variants: { tags, zh },
        edits: [
          { shuffle: { variants: ['tags', 'zh'] } },
          { drop: { class: 'year', p: 0.1, variants: ['zh'] } },
        ],
      },
    },
    expect: [
      { message: 'prose', at: 'captions.edits[0].shuffle.variants[1]', says: 'the variant `zh` is prose' },
      { message: 'prose', at: 'captions.edits[1].drop.variants[0]', says: '`drop` is for tags' },
    ],
  },
  {
    name: 'says once that there are no tags',
    change: { captions: { classes, variants: { zh }, edits: [{ shuffle: { variants: ['zh'] } }, drop] } },
    expect: [
      { message: 'nowhere', at: 'captions.edits[0].shuffle', says: 'no variant is made of tags' },
      { message: 'nowhere', at: 'captions.edits[1].drop' },
    ],
  },
  {
    name: 'takes the one caption of an experiment without variants for prose',
    change: { captions: { edits: [{ shuffle: {} }] } },
    expect: [{ message: 'nowhere', at: 'captions.edits[0].shuffle' }],
  },
]);
