import type { Experiment } from '../experiment/experiment.ts';
import type { Facts } from '../experiment/facts.ts';
import { makeRecipe } from './make-recipe.ts';
import type { Recipe } from './recipe.ts';

/** The recipe of a stage from its lists and dictionaries as they lie here; undefined where captions are trained as they are. */
export function recipeOf(experiment: Experiment, files: Facts['classFiles']): Recipe | undefined {
  const texts = Object.entries(files).flatMap(([path, { text }]) =>
    text === undefined ? [] : [[path, text] as const],
  );
  return makeRecipe(experiment, experiment.stage.id, new Map(texts));
}
