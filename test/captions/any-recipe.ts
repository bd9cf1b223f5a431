import fc from 'fast-check';
import type { CaptionsSource } from '../../src/captions/make-recipe.ts';
import { makeRecipe } from '../../src/captions/make-recipe.ts';
import { portabilityTrouble } from '../../src/captions/portability-trouble.ts';
import { seedPipeline } from './seed-pipeline.ts';

type Captions = CaptionsSource['captions'];

/** Words that meet each other often, with blanks and signs that languages read differently. */
const words = fc.constantFrom(
  ...[
    'a',
    'saber',
    'saber alter',
    "miku's hat",
    '初音未来',
    '初音',
    '(fate)',
    '.hack',
    '😀',
    'É',
    'ß',
    'Σας',
    'x_1',
    '1999',
    'K',
  ],
  ...['year 2003', 'newest', '𠮷野', 'ﬁ', '\u200b', 'e\u0301', 'İ', '٣', '|', '$&', '\\1', 'tag'],
);
const blanks = fc.constantFrom(
  ' ',
  '  ',
  '\t',
  '\u00a0',
  '\u3000',
  '\u0085',
  '\ufeff',
  '\u001f',
  '',
  '\u2028',
  '\n',
);
const signs = fc.constantFrom(',', ', ', '，', ';', '. ', '-', '');
const piece = fc.tuple(words, signs, blanks).map((parts) => parts.join(''));
const text = fc.oneof(
  { weight: 8, arbitrary: fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', ',', ' , ,, ', '\u3000') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
);

/** The captions of one image; some are missing. */
export const anyCaptions = fc.record({
  one: fc.option(text, { freq: 4 }),
  two: fc.option(text, { freq: 4 }),
  three: fc.option(text, { freq: 4 }),
});

const pattern = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'saber',
        '.',
        '\\d',
        '\\w',
        '\\s',
        '\\S',
        '\\b',
        '^',
        '$',
        '[^\\d\\s]',
        '[a-zé初]',
        '(?:a|初音)',
        '(19|20)',
      ],
      ...[
        '+',
        '*',
        '?',
        '+?',
        '{1,2}',
        '|',
        '(?=a)',
        '(?<!x)',
        '\\.',
        '[😀-😂]',
        '\\u4e00',
        '\\x41',
        '(a)',
        '(?:a*)',
      ],
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));

const variants: fc.Arbitrary<Captions['variants']> = fc.record({
  one: variant('one', 'tags'),
  two: variant('two', 'prose'),
  three: variant('three', 'tags'),
});

function variant(column: string, kind: 'tags' | 'prose'): fc.Arbitrary<Captions['variants'][string]> {
  return fc.record({
    column: fc.constant(column),
    kind: fc.constant(kind),
    separator: fc.constantFrom(', ', ',', '，', ' | ', 'a', ';;'),
    weight: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.double({ min: 1e-6, max: 1e6, noNaN: true })),
  });
}

const name = fc.oneof(words, words, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }));
const lists = fc.array(name, { maxLength: 8 }).map((tags) => tags.join('\n'));
const dictionaries = fc
  .array(fc.tuple(name, name, fc.array(name, { maxLength: 2 })), { maxLength: 8 })
  .map((rows) => rows.map(([from, to, aliases]) => `${from}\t${to}\t${aliases.join('|')}`).join('\n'));

const p = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const some = fc.option(fc.constantFrom<[string, ...string[]]>(['one'], ['two', 'three'], ['one', 'two']), {
  nil: undefined,
});
const className = fc.constantFrom('pattern', 'list', 'dictionary');
const options = { p, variants: some };
const edit = fc
  .oneof(
    fc.record({ translate: fc.record({ class: fc.constant('dictionary'), ...options }) }),
    fc.record({ drop: fc.record({ class: className, each: fc.boolean(), ...options }) }),
    fc.record({
      shuffle: fc.record({ keep_first: fc.subarray(['pattern', 'list', 'dictionary']), ...options }),
    }),
    fc.record({ replace: fc.record({ pattern: portable('replace'), with: text, ...options }) }),
    fc.record({ prepend: fc.record({ text: words, ...options }) }),
    fc.record({ append: fc.record({ text: words, ...options }) }),
    fc.record({
      case: fc.record({
        to: fc.constantFrom('lower' as const, 'upper' as const, 'title' as const),
        ...options,
      }),
    }),
  )
  .map((made) => made as Captions['edits'][number]); // variants that are undefined are as good as missing

/** Recipes with everything in them. */
export const anyRecipe = fc
  .record({
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    variants,
    patternOfClass: portable('search'),
    lists,
    dictionaries,
    edits: fc.array(edit, { minLength: 1, maxLength: 5 }),
  })
  .map((made) => {
    const classes = {
      pattern: { pattern: made.patternOfClass },
      list: { list: 'list.txt' },
      dictionary: { dictionary: 'dictionary.tsv' },
    };
    const captions = { ...seedPipeline.captions, variants: made.variants, classes, edits: made.edits };
    const files = new Map([
      ['list.txt', made.lists],
      ['dictionary.tsv', made.dictionaries],
    ]);
    const recipe = makeRecipe({ ...seedPipeline, seed: made.seed, captions }, 'main', files);
    if (recipe === undefined) throw new Error('there are edits');
    return recipe;
  });

function portable(use: 'search' | 'replace'): fc.Arbitrary<string> {
  return pattern.filter((made) => portabilityTrouble(made, use) === undefined);
}
