import { uniform } from '../hash.ts';
import { compilePattern } from '../make-class-test.ts';
import type { ReplaceRecipe } from '../recipe.ts';
import { splitTags } from '../split-tags.ts';
import type { Edit } from './edit.ts';

/** Puts a text, as it is, in the place of every match in the caption. */
export function replaceEdit({ p, pattern, with: text }: ReplaceRecipe): Edit {
  const expression = compilePattern(pattern, 'g');
  const replaced = (caption: string): string => caption.replace(expression, () => text);
  return {
    tags(tags, state, separator) {
      if (uniform(state, 0) >= p) return tags;
      return splitTags(replaced(tags.join(separator)), separator.trim());
    },
    prose: (caption, state) => (uniform(state, 0) < p ? replaced(caption) : caption),
  };
}
