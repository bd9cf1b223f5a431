import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRecipe } from '../../src/captions/draw.ts';
import { splitTags } from '../../src/captions/split-tags.ts';
import { anyCaptions, anyRecipe } from './any-recipe.ts';
import { prose, recipeOf, tags } from './recipe-of.ts';

type Edits = Parameters<typeof recipeOf>[0];

const classes = {
  year: { pattern: '^(19|20)[0-9][0-9]$' },
  meta: { tags: ['highres', 'signed'] },
  character: {
    entries: [
      ['saber', '阿尔托莉雅', 'artoria pendragon', 'king (fate)'],
      ['saber alter', '黑呆', '(alter)'],
      ['miku_2', '初音', '.hack'],
    ],
  },
} as const;

/** What edits make of a caption, on all positions of an epoch: the texts that differ, sorted. */
function outcomes(kind: 'tags' | 'prose', edits: Edits, caption: string): readonly string[] {
  const variant = kind === 'tags' ? tags : prose;
  const { draw } = compileRecipe(recipeOf(edits, { variants: [variant], classes }));
  const texts = Array.from({ length: 200 }, (_, position) => draw({ [kind]: caption }, 0, position).text);
  return [...new Set(texts)].sort();
}

const translate = { verb: 'translate', class: 'character', p: 1 } as const;
const drop = (name: string, each: boolean, p = 1) => ({ verb: 'drop', class: name, each, p }) as const;
const replace = (pattern: string, text: string) => ({ verb: 'replace', pattern, with: text, p: 1 }) as const;

describe('tags', () => {
  test.each<readonly [string, Edits, string, readonly string[]]>([
    ['are joined with the separator as it is written', [], ' a,b ，c,, \u3000d\t', ['a, b ，c, d']],
    ['lose those of a class', [drop('year', true)], 'a, 1999, b, 2003', ['a, b']],
    ['keep the first of them where all would go', [drop('year', true)], '1999, 2003', ['1999']],
    ['keep the first of them with one coin, too', [drop('year', false)], '1999, 2003', ['1999']],
    [
      'lose each by a coin of its own',
      [drop('year', true, 0.5)],
      'a, 1999, 2003',
      ['a', 'a, 1999', 'a, 1999, 2003', 'a, 2003'],
    ],
    ['lose all or none by one coin', [drop('year', false, 0.5)], 'a, 1999, 2003', ['a', 'a, 1999, 2003']],
    ['lose those of a list', [drop('meta', true)], 'signed, a, unsigned', ['a, unsigned']],
    [
      'lose names, aliases and translations of a dictionary',
      [drop('character', true)],
      'a, saber, .hack, 黑呆, saber lily',
      ['a, saber lily'],
    ],
    [
      'are translated where the whole tag is a name or alias',
      [translate],
      'saber, saber lily, king (fate), .hack',
      ['阿尔托莉雅, saber lily, 阿尔托莉雅, 初音'],
    ],
    [
      'are translated alike for one name',
      [{ ...translate, p: 0.5 }],
      'saber, artoria pendragon',
      ['saber, artoria pendragon', '阿尔托莉雅, 阿尔托莉雅'],
    ],
    [
      'come in every order',
      [{ verb: 'shuffle', keep_first: [], p: 1 }],
      'a, b, c',
      ['a, b, c', 'a, c, b', 'b, a, c', 'b, c, a', 'c, a, b', 'c, b, a'],
    ],
    [
      'of kept classes come first, in their order',
      [{ verb: 'shuffle', keep_first: ['meta', 'year'], p: 1 }],
      'a, 2001, b, signed',
      ['2001, signed, a, b', '2001, signed, b, a'],
    ],
    [
      'get a text as a tag of its own',
      [
        { verb: 'prepend', text: ' sks ', p: 1 },
        { verb: 'append', text: 'end', p: 1 },
      ],
      'a',
      ['sks, a, end'],
    ],
    ['are replaced across the separator', [replace('a, b', 'c,d')], 'a, b, e', ['c, d, e']],
    ['stay where nothing would be left', [replace('.+', ' , ')], 'a, b', ['a, b']],
    [
      'get other letters, the separator does not',
      [{ verb: 'case', to: 'title', p: 1 }],
      "it's (A) 2gIRLS, 中x Éa",
      ["It's (A) 2Girls, 中X Éa"],
    ],
  ])('%s', (_, edits, caption, expected) => {
    expect(outcomes('tags', edits, caption)).toEqual(expected);
  });
});

describe('prose', () => {
  test.each<readonly [string, Edits, string, readonly string[]]>([
    ['loses the blanks around it', [], '\ufeff a  b\u3000', ['a  b']],
    [
      'is not dropped or shuffled',
      [drop('year', true), { verb: 'shuffle', keep_first: [], p: 1 }],
      '1999, a',
      ['1999, a'],
    ],
    ['is translated, the longest name first', [translate], 'saber alter and saber', ['黑呆 and 阿尔托莉雅']],
    [
      'is translated where words begin and end',
      [translate],
      'sabers, _saber, saber2, xsaber, 剑saber, saber.',
      ['sabers, _saber, saber2, xsaber, 剑saber, 阿尔托莉雅.'],
    ],
    [
      'is translated beside a sign of the name itself',
      [translate],
      'x.hack(alter)y, .hacky',
      ['x初音黑呆y, .hacky'],
    ],
    ['is translated where a name ends in a sign', [translate], 'king (fate)saber', ['阿尔托莉雅阿尔托莉雅']],
    [
      'is translated alike for one name',
      [{ ...translate, p: 0.5 }],
      'saber, artoria pendragon',
      ['saber, artoria pendragon', '阿尔托莉雅, 阿尔托莉雅'],
    ],
    [
      'gets a text with a blank between',
      [
        { verb: 'prepend', text: 'sks', p: 1 },
        { verb: 'append', text: 'end', p: 1 },
      ],
      'a b',
      ['sks a b end'],
    ],
    ['takes a replacement as it is', [replace('b', '$&\\1$1')], 'abc', ['a$&\\1$1c']],
    ['stays where nothing would be left', [replace('.', '')], 'abc', ['abc']],
    [
      'gets capitals of one character only',
      [{ verb: 'case', to: 'upper', p: 1 }],
      'straße ǆ я ω',
      ['STRAßE Ǆ Я Ω'],
    ],
  ])('%s', (_, edits, caption, expected) => {
    const found = outcomes('prose', edits, caption);
    expect(found).toEqual(expected);
  });
});

test('an edit is for the variants it names', () => {
  const edits = [{ verb: 'append', text: 'x', p: 1, variants: ['prose'] }] as const;
  const { draw } = compileRecipe(recipeOf(edits, { variants: [tags, prose] }));
  const drawn = Array.from({ length: 50 }, (_, i) => draw({ tags: 'a', prose: 'b' }, 0, i).text);
  expect(new Set(drawn)).toEqual(new Set(['a', 'b x']));
});

test('an edit draws the same whatever stands before it', () => {
  const year = { key: 'year', ...drop('year', true, 0.5) };
  const [alone, behind] = [[year], [drop('meta', true, 0.5), year]].map((edits) => {
    const { draw } = compileRecipe(recipeOf(edits, { classes }));
    return Array.from({ length: 100 }, (_, i) => draw({ tags: 'a, 1999, 2001' }, 1, i).text);
  });
  expect(behind).toEqual(alone);
});

test('what each edit did is told, and is the same draw', () => {
  const { draw, explain } = compileRecipe(recipeOf([drop('year', true), replace('a', 'b')], { classes }));
  expect(explain({ tags: '1999,a' }, 0, 0)).toEqual({
    ...draw({ tags: '1999,a' }, 0, 0),
    steps: [
      { edit: '0.drop', before: '1999, a', after: 'a' },
      { edit: '1.replace', before: 'a', after: 'b' },
    ],
  });
});

describe('a variant that is empty', () => {
  const variants = [tags, prose, { ...prose, name: 'other' }];
  const { draw } = compileRecipe(recipeOf([], { variants }));
  const drawn = (captions: Parameters<typeof draw>[0]) =>
    Array.from({ length: 100 }, (_, i) => draw(captions, 0, i));

  test.each([null, undefined, '', ' \u3000', ' , ,'])('gives way to another when it is %j', (tagsText) => {
    const found = drawn({ tags: tagsText, prose: 'a', other: 'b' });
    expect(new Set(found.map(({ variant }) => variant))).toEqual(new Set(['prose', 'other']));
    const direct = drawn({ tags: 'x', prose: 'a', other: 'b' });
    expect(found.map(({ fellBack }) => fellBack)).toEqual(direct.map(({ variant }) => variant === 'tags'));
  });

  test('is drawn when all are', () => {
    expect(drawn({ tags: '' }).every(({ text, fellBack }) => text === '' && !fellBack)).toBe(true);
  });
});

test('the last tag is never removed, and no text becomes empty', () => {
  fc.assert(
    fc.property(anyRecipe, anyCaptions, fc.nat(3), fc.nat(), (recipe, captions, epoch, position) => {
      const { text, variant } = compileRecipe(recipe).draw(captions, epoch, position);
      const { kind, separator } = recipe.variants.find(({ name }) => name === variant) ?? tags;
      const core = separator.trim();
      const [before, after] = [captions[variant as keyof typeof captions] ?? '', text];
      if (kind === 'prose') return (before.trim() === '') === (after === '') && after === after.trim();
      return (splitTags(before, core).length === 0) === (after === '');
    }),
    { numRuns: 2000 },
  );
});
