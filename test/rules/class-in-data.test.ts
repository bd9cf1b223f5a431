import { classInData } from '../../src/rules/class-in-data.ts';
import { testRule } from '../support/test-rule.ts';

const CAPTIONS = Array.from({ length: 60 }, (_, index) => `plate, year ${2000 + index}, blue`);

const withCaptions = (captions: readonly string[], column = 'tags') => ({
  sources: { porcelain: { status: 'file' as const, columns: [column], captions: { [column]: captions } } },
});

const withClass = (pattern: string, variant: object = {}) => ({
  captions: {
    variants: { tags: { column: 'tags', kind: 'tags', ...variant } },
    classes: { year: { pattern } },
    edits: [{ drop: { class: 'year', p: 0.1 } }],
  },
});

testRule(classInData, [
  {
    name: 'takes a pattern that finds some',
    change: withClass('^year '),
    facts: withCaptions(CAPTIONS),
    expect: [],
  },
  {
    name: 'finds a pattern that finds nothing',
    change: withClass('^Year '),
    facts: withCaptions(CAPTIONS),
    expect: [{ message: 'nothing', at: 'captions.classes.year.pattern', says: 'in the first 180 tags' }],
  },
  {
    name: 'finds a pattern that finds everything',
    change: withClass('e'),
    facts: withCaptions(CAPTIONS.map((caption) => caption.replace('plate', 'vase'))),
    expect: [
      { message: 'everything', at: 'captions.classes.year.pattern', says: 'every one of the first 180' },
    ],
  },
  {
    name: 'finds a separator that the captions do not have',
    change: withClass('year', { separator: ' | ' }),
    facts: withCaptions([...CAPTIONS, 'plate | blue']),
    expect: [
      { message: 'separator', at: 'captions.variants.tags.separator', says: '2 % of the first 61 captions' },
    ],
  },
  {
    name: 'says nothing of a few captions',
    change: withClass('^Year '),
    facts: withCaptions(CAPTIONS.slice(0, 16)),
    expect: [],
  },
  {
    name: 'says nothing where the data does not lie here',
    change: withClass('^Year '),
    facts: { sources: { porcelain: { status: 'missing' } } },
    expect: [],
  },
  {
    name: 'leaves a pattern that cannot be used to its own rule',
    change: withClass('(?<=a+)b'),
    facts: withCaptions(CAPTIONS),
    expect: [],
  },
]);
