import type { Recipe, RecipeEdit, RecipeVariant } from '../../src/captions/recipe.ts';

export const tags: RecipeVariant = {
  name: 'tags',
  column: 'tags',
  shard_column: 'caption_tags',
  kind: 'tags',
  separator: ', ',
  weight: 1,
};

export const prose: RecipeVariant = {
  ...tags,
  name: 'prose',
  column: 'prose',
  shard_column: 'caption_prose',
  kind: 'prose',
};

/** An edit without its key and, where it is meant for both variants, without them. */
type WithoutKey<Edit> = Edit extends RecipeEdit
  ? Omit<Edit, 'key' | 'variants'> & Partial<Pick<Edit, 'key' | 'variants'>>
  : never;

/** A recipe of some edits, for captions of one variant unless others are given. */
export function recipeOf(
  edits: readonly WithoutKey<RecipeEdit>[],
  changes: Partial<Omit<Recipe, 'edits'>> = {},
): Recipe {
  return {
    ...{ formatVersion: 1, seed: 1234, stage: 'main', variants: [tags], classes: {} },
    ...changes,
    edits: edits.map((edit, index) => ({
      key: `${index}.${edit.verb}`,
      variants: [tags.name, prose.name],
      ...edit,
    })),
  };
}
