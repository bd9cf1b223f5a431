import { expect, test } from 'vitest';
import { makeRecipe } from '../../src/captions/make-recipe.ts';
import { seedPipeline } from './seed-pipeline.ts';

const files = new Map([
  ['dict/meta-tags.txt', 'highres\nsigned\n'],
  ['dict/characters.tsv', 'saber\t阿尔托莉雅\tartoria\n'],
]);
const plain = { ...seedPipeline.captions, variants: {}, classes: {}, edits: [] };

test('the recipe is complete: files are in it, edits have keys and variants', () => {
  const recipe = makeRecipe(seedPipeline, 's1', files);
  expect(recipe).toMatchObject({ formatVersion: 1, seed: 1234, stage: 's1' });
  expect(recipe?.variants.map(({ name, column }) => [name, column])).toContainEqual(['mixed', 'cap_mixed']);
  expect(recipe?.classes).toEqual({
    year: { pattern: String.raw`^(year )?(19|20)\d\d$|^(newest|recent|mid|early|old)$` },
    meta: { tags: ['highres', 'signed'] },
    character: { entries: [['saber', '阿尔托莉雅', 'artoria']] },
  });
  expect(recipe?.edits).toEqual([
    {
      key: '0.translate',
      verb: 'translate',
      class: 'character',
      p: 0.5,
      variants: ['en_long', 'tags_en', 'mixed'],
    },
    { key: 'year', verb: 'drop', class: 'year', p: 0.1, each: true, variants: ['tags_en', 'mixed'] },
    { key: 'meta', verb: 'drop', class: 'meta', p: 0.05, each: true, variants: ['tags_en', 'mixed'] },
    { key: '3.shuffle', verb: 'shuffle', keep_first: ['character'], p: 1, variants: ['tags_en'] },
  ]);
});

test('it is plain JSON', () => {
  const recipe = makeRecipe(seedPipeline, 's1', files);
  expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
});

test('captions that are trained as they are need none', () => {
  expect(makeRecipe({ ...seedPipeline, captions: plain }, 'main', files)).toBeUndefined();
});

test('without variants the edits are for the caption of the image', () => {
  const captions = { ...plain, edits: [{ prepend: { text: 'sks', p: 1 } }] };
  expect(makeRecipe({ ...seedPipeline, captions }, 'main', files)).toMatchObject({
    variants: [{ name: 'text', column: 'text', kind: 'prose', weight: 1 }],
    edits: [{ key: '0.prepend', text: 'sks', variants: ['text'] }],
  });
});

test('classes that no edit names are left out, and their files are not needed', () => {
  const captions = { ...seedPipeline.captions, edits: [] };
  expect(makeRecipe({ ...seedPipeline, captions }, 'main', new Map())?.classes).toEqual({});
});

test('blanks in patterns are written out', () => {
  const captions = { ...plain, edits: [{ replace: { pattern: 'a\\s', with: '', p: 1 } }] };
  expect(makeRecipe({ ...seedPipeline, captions }, 'main', files)?.edits).toMatchObject([
    { pattern: expect.stringMatching(/^a\[\\t-\\r .*\]$/) as string },
  ]);
});

test('a variant is read from a column of its own, an only one where upstream reads', () => {
  const shardColumns = (names: readonly string[]) => {
    const entries = Object.entries(seedPipeline.captions.variants).filter(([name]) => names.includes(name));
    const captions = { ...plain, variants: Object.fromEntries(entries) };
    const recipe = makeRecipe({ ...seedPipeline, captions }, 'main', files);
    return recipe?.variants.map(({ shard_column }) => shard_column);
  };
  expect(shardColumns(['zh_long', 'mixed'])).toEqual(['caption_cap_zh_long', 'caption_cap_mixed']);
  expect(shardColumns(['mixed'])).toEqual(['text_zh']);
});
