import { uniform } from '../hash.ts';
import type { ClassTest } from '../make-class-test.ts';
import type { DropRecipe } from '../recipe.ts';
import type { Edit } from './edit.ts';

/** Leaves tags of a class out: a coin for each of them, or one for all. Of a caption that would be empty, the first one stays. */
export function dropEdit({ p, each }: DropRecipe, isMember: ClassTest): Edit {
  return {
    tags(tags, state) {
      if (!tags.some(isMember) || (!each && uniform(state, 0) >= p)) return tags;
      const kept: string[] = [];
      let counter = 0;
      for (const tag of tags) {
        if (!isMember(tag)) kept.push(tag);
        else if (each && uniform(state, counter++) >= p) kept.push(tag);
      }
      return kept.length === 0 ? tags.slice(0, 1) : kept;
    },
  };
}
