import { classUnused } from '../../src/rules/class-unused.ts';
import { testRule } from '../support/test-rule.ts';

const year = { pattern: '^(19|20)[0-9][0-9]$' };
const character = { dictionary: 'characters.tsv' };

testRule(classUnused, [
  {
    name: 'takes classes that are translated, dropped or kept first',
    change: {
      captions: {
        classes: { year, character, meta: { list: 'meta-tags.txt' } },
        edits: [
          { translate: { class: 'character', p: 1 } },
          { drop: { class: 'meta', p: 0.001 } },
          { shuffle: { keep_first: ['year'] } },
        ],
      },
    },
    expect: [],
  },
  {
    name: 'finds a class that no edit names',
    change: { captions: { classes: { year, character }, edits: [{ drop: { class: 'year', p: 0.1 } }] } },
    expect: [{ message: 'unused', at: 'captions.classes.character', says: 'the class `character`' }],
  },
  {
    name: 'finds classes without any edit',
    change: { captions: { classes: { year, character } } },
    expect: [
      { message: 'unused', at: 'captions.classes.year' },
      { message: 'unused', at: 'captions.classes.character' },
    ],
  },
  {
    name: 'leaves an edit that never happens, as in a series that switches it off',
    change: { captions: { classes: { year }, edits: [{ drop: { class: 'year', p: 0 } }] } },
    expect: [],
  },
]);
