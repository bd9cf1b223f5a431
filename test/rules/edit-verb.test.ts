import { editVerb } from '../../src/rules/edit-verb.ts';
import { testRule } from '../support/test-rule.ts';

const edits = (...list: readonly object[]): { captions: object } => ({ captions: { edits: list } });

testRule(editVerb, [
  {
    name: 'takes every verb by itself',
    change: edits(
      { translate: { class: 'character', p: 0.5 } },
      { drop: { class: 'year', p: 0.1 } },
      { shuffle: {} },
      { replace: { pattern: 'vase', with: 'jug' } },
      { prepend: { text: 'sks' } },
      { append: { text: 'sks' } },
      { case: { to: 'lower' } },
    ),
    expect: [],
  },
  {
    name: 'takes one verb twice, without ids and with two of them',
    change: edits({ shuffle: {} }, { shuffle: {} }, { id: 'a', shuffle: {} }, { id: 'b', shuffle: {} }),
    expect: [],
  },
  {
    name: 'wants a verb',
    change: edits({ shuffle: {} }, {}, { id: 'year' }),
    expect: [
      { message: 'none', at: 'captions.edits[1]', says: '`translate`, `drop`, `shuffle`' },
      { message: 'none', at: 'captions.edits[2]' },
    ],
  },
  {
    name: 'wants no more than one',
    change: edits({ id: 'year', drop: { class: 'year', p: 0.1 }, shuffle: {}, case: { to: 'lower' } }),
    expect: [
      { message: 'several', at: 'captions.edits[0]', says: 'several verbs: `drop`, `shuffle`, `case`' },
    ],
  },
  {
    name: 'wants an id of its own for each edit, whatever its verb',
    change: edits(
      { id: 'year', shuffle: {} },
      { id: 'year', case: { to: 'lower' } },
      { id: 'year', shuffle: {} },
    ),
    expect: [
      { message: 'sameId', at: 'captions.edits[1].id', says: 'two edits with the id `year`' },
      { message: 'sameId', at: 'captions.edits[2].id' },
    ],
  },
]);
