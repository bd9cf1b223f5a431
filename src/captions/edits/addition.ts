import { uniform } from '../hash.ts';
import type { AdditionRecipe } from '../recipe.ts';
import type { Edit } from './edit.ts';

/** Puts a text before or behind a caption: among tags a tag of its own, in prose with a blank between. */
export function additionEdit({ p, verb, text: written }: AdditionRecipe): Edit {
  const text = written.trim();
  const before = verb === 'prepend';
  return {
    tags(tags, state) {
      if (uniform(state, 0) >= p) return tags;
      return before ? [text, ...tags] : [...tags, text];
    },
    prose(caption, state) {
      if (uniform(state, 0) >= p) return caption;
      return before ? `${text} ${caption}` : `${caption} ${text}`;
    },
  };
}
