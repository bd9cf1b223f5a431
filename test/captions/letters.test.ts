import { expect, test } from 'vitest';
import { letterCase } from '../../src/captions/edits/letter-case.ts';
import { prefixesOf } from '../../src/captions/edits/find-mentions.ts';
import { drawHere, drawInPython, hasPython, type Task } from './in-python.ts';
import { prose, recipeOf } from './recipe-of.ts';

/** Every character of the basic plane that can be in a text, and some beyond. */
const characters = Array.from({ length: 0x3_0000 }, (_, point) => point)
  .filter((point) => point < 0xd800 || (point > 0xdfff && (point < 0x1_0000 || point % 7 === 0)))
  .map((point) => String.fromCodePoint(point));

/** One caption for each of these texts, each put between letters so that no blank is cut off. */
function oneEach(
  texts: readonly string[],
  edit: Parameters<typeof recipeOf>[0][number],
  entries: [string, string],
): Task {
  return {
    recipe: recipeOf([edit], { variants: [prose], classes: { names: { entries: [entries] } } }),
    images: texts.map((text) => ({ prose: text })),
    samples: texts.map((_, i) => [i, 0, i] as const),
  };
}

test.skipIf(!hasPython).each(['lower', 'upper', 'title'] as const)(
  '%s is the same in Python for every character',
  (to) => {
    const texts = characters.map((character) => `a${character}b ${character}c`);
    const task = oneEach(texts, { verb: 'case', to, p: 1 }, ['x', 'y']);
    expect(drawInPython([task])).toEqual([drawHere(task)]);
  },
);

test.each([
  ['lower', 'ÀÉ ẞ İ Σ Ω Ж Ａ', 'àé ß İ σ ω ж ａ'],
  ['upper', 'ß ÿ ŉ ﬁ ς ж ａ', 'ß Ÿ ŉ ﬁ Σ Ж Ａ'],
  ['title', 'hELLO (wORLD) x-RAY 2nd\u3000ж', 'Hello (World) X-ray 2Nd\u3000Ж'],
] as const)('%s of %s is %s', (to, text, expected) => {
  expect(letterCase[to](text)).toBe(expected);
});

test.skipIf(!hasPython)(
  'what is beside a name is a letter or not as in Python, for every character Unicode 12 had',
  () => {
    const texts = characters.filter((text) => /^[\p{L}\p{N}\p{P}\p{S}\p{Z}\p{M}]$/u.test(text));
    const task = oneEach(
      texts.map((text) => `${text}name, name${text}`),
      { verb: 'translate', class: 'names', p: 1 },
      ['name', '*'],
    );
    const [here, [there = []]] = [drawHere(task), drawInPython([task])];
    const different = texts.filter((_, i) => here[i]?.[0] !== there[i]?.[0]);
    // Scripts that newer versions of Unicode added letters to: Telugu, Kannada, Arabic, Cyrillic and Latin of linguists.
    expect(
      different.filter(
        (text) => text < '\u{10000}' && !/[\u0870-\u089f\u0c5c\u0cdc\u1c89\u1c8a\ua7c0-\ua7ff]/.test(text),
      ),
    ).toEqual([]);
  },
);

test('a name begins another where a word of it ends', () => {
  expect(prefixesOf('saber alter (fate)')).toEqual([
    'saber',
    'saber ',
    'saber alter',
    'saber alter ',
    'saber alter (',
    'saber alter (fate',
  ]);
  expect(prefixesOf('初音未来')).toEqual([]);
});
