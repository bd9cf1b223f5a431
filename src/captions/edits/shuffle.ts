import { randomWord, uniform } from '../hash.ts';
import type { ClassTest } from '../make-class-test.ts';
import type { ShuffleRecipe } from '../recipe.ts';
import type { Edit } from './edit.ts';

/**
 * Puts tags in a random order (Fisher and Yates, in the form of Durstenfeld, CACM 7 (1964) 420, algorithm 235). Tags of a class that
 * is kept first stand in front, in the order that they had.
 */
export function shuffleEdit({ p }: ShuffleRecipe, keptFirst: readonly ClassTest[]): Edit {
  const isFirst: ClassTest = (tag) => keptFirst.some((isMember) => isMember(tag));
  return {
    tags(tags, state) {
      if (uniform(state, 0) >= p) return tags;
      const front: string[] = [];
      const rest: string[] = [];
      for (const tag of tags) (isFirst(tag) ? front : rest).push(tag);
      for (let last = rest.length - 1; last > 0; last -= 1) {
        const other = Math.floor((randomWord(state, last) * (last + 1)) / 0x1_0000_0000);
        const tag = rest[last] ?? '';
        rest[last] = rest[other] ?? '';
        rest[other] = tag;
      }
      return front.length === 0 ? rest : front.concat(rest);
    },
  };
}
