import { uniform } from '../hash.ts';
import type { RecipeEntry, TranslateRecipe } from '../recipe.ts';
import type { Edit } from './edit.ts';
import { makeMentions } from './find-mentions.ts';

/** Puts translations in the place of names and aliases. A name has one coin a caption, in the order of the first mentions. */
export function translateEdit({ p }: TranslateRecipe, entries: readonly RecipeEntry[]): Edit {
  const entryOf = new Map<string, RecipeEntry>();
  for (const entry of entries) {
    const [name, , ...aliases] = entry;
    for (const mention of [name, ...aliases]) if (!entryOf.has(mention)) entryOf.set(mention, entry);
  }
  const findMentions = makeMentions([...entryOf.keys()]);

  return {
    tags(tags, state) {
      if (!tags.some((tag) => entryOf.has(tag))) return tags;
      const translated = tosses(p, state);
      return tags.map((tag) => {
        const entry = entryOf.get(tag);
        return entry !== undefined && translated(entry) ? entry[1] : tag;
      });
    },
    prose(text, state) {
      const translated = tosses(p, state);
      let result = '';
      let copied = 0;
      for (const { start, name } of findMentions(text)) {
        const entry = entryOf.get(name);
        if (entry === undefined || !translated(entry)) continue;
        result += text.slice(copied, start) + entry[1];
        copied = start + name.length;
      }
      return result + text.slice(copied);
    },
  };
}

/** The coins of one caption: asked again for an entry, the answer is the same. */
function tosses(p: number, state: number): (entry: RecipeEntry) => boolean {
  const answers = new Map<RecipeEntry, boolean>();
  return (entry) => {
    let answer = answers.get(entry);
    if (answer === undefined) {
      answer = uniform(state, answers.size) < p;
      answers.set(entry, answer);
    }
    return answer;
  };
}
