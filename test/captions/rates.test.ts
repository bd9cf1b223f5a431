import { describe, expect, test } from 'vitest';
import { compileRecipe } from '../../src/captions/draw.ts';
import { prose, recipeOf, tags } from './recipe-of.ts';

const draws = 40_000;

/** Whether a count is within three standard deviations of a binomial distribution. */
function expectRate(found: number, p: number, trials = draws): void {
  expect(Math.abs(found - p * trials)).toBeLessThanOrEqual(3 * Math.sqrt(trials * p * (1 - p)));
}

function countTexts(recipe: Parameters<typeof compileRecipe>[0], captions: Record<string, string>) {
  const { draw } = compileRecipe(recipe);
  const counts = new Map<string, number>();
  for (let position = 0; position < draws; position += 1) {
    const { text } = draw(captions, 0, position);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return (isCounted: (text: string) => boolean) =>
    [...counts].reduce((sum, [text, count]) => sum + (isCounted(text) ? count : 0), 0);
}

const weights = [30, 15, 15, 25, 15];
const variants = weights.map((weight, i) => ({ ...prose, name: `v${i}`, weight }));
const texts = Object.fromEntries(variants.map(({ name }) => [name, name]));

describe('variants', () => {
  const count = countTexts(recipeOf([], { variants }), texts);
  test.each(weights.map((weight, i) => [i, weight]))('v%i is drawn with weight %i', (i, weight) => {
    expectRate(
      count((text) => text === `v${i}`),
      weight / 100,
    );
  });

  const without = countTexts(recipeOf([], { variants }), { ...texts, v0: '', v3: '' });
  test.each([1, 2, 4])('without v0 and v3, v%i is drawn with a third', (i) => {
    expectRate(
      without((text) => text === `v${i}`),
      1 / 3,
    );
  });
});

describe.each([0, 0.05, 0.1, 0.5, 0.9, 1])('with p %d', (p) => {
  const classes = { x: { tags: ['x', 'y'] }, name: { entries: [['x', 'z']] } } as const;
  const share = (edit: Parameters<typeof recipeOf>[0][number], isCounted: (text: string) => boolean) =>
    countTexts(recipeOf([edit], { classes }), { tags: 'a, x, y' })(isCounted);

  test('a tag is dropped', () => {
    const edit = { verb: 'drop', class: 'x', each: true, p } as const;
    expectRate(
      share(edit, (text) => !text.includes('x')),
      p,
    );
    expectRate(
      share(edit, (text) => text === 'a'),
      p * p,
    );
  });
  test('a class is dropped', () => {
    expectRate(
      share({ verb: 'drop', class: 'x', each: false, p }, (text) => text === 'a'),
      p,
    );
  });
  test('a name is translated', () => {
    expectRate(
      share({ verb: 'translate', class: 'name', p }, (text) => text === 'a, z, y'),
      p,
    );
  });
  test('a caption is replaced, added to, and gets capitals', () => {
    for (const edit of [
      { verb: 'replace', pattern: 'a', with: 'b', p },
      { verb: 'prepend', text: 'b', p },
      { verb: 'append', text: 'b', p },
      { verb: 'case', to: 'upper', p },
    ] as const)
      expectRate(
        share(edit, (text) => text !== 'a, x, y'),
        p,
      );
  });
  test('tags are shuffled', () => {
    const recipe = recipeOf([{ verb: 'shuffle', keep_first: [], p }], { variants: [tags] });
    const count = countTexts(recipe, { tags: 'a, b, c, d' });
    for (const place of [0, 1, 2, 3])
      for (const tag of ['b', 'c', 'd'])
        expectRate(
          count((text) => text.split(', ')[place] === tag),
          p / 4 + (tag === ['a', 'b', 'c', 'd'][place] ? 1 - p : 0),
        );
  });
});
