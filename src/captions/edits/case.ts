import { uniform } from '../hash.ts';
import type { CaseRecipe } from '../recipe.ts';
import type { Edit } from './edit.ts';
import { letterCase } from './letter-case.ts';

/** Makes the letters of a caption small or capital, tag by tag: a separator stays as it is. */
export function caseEdit({ p, to }: CaseRecipe): Edit {
  const changed = letterCase[to];
  return {
    tags: (tags, state) => (uniform(state, 0) < p ? tags.map(changed) : tags),
    prose: (caption, state) => (uniform(state, 0) < p ? changed(caption) : caption),
  };
}
