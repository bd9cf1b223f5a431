import type { RecipeClass } from './recipe.ts';

/** Says whether a tag is in a class. */
export type ClassTest = (tag: string) => boolean;

/** Answers that are remembered; a variant of sentences would fill the memory. */
const REMEMBERED = 65_536;

/** A tag is in a class when the pattern finds a match in it, or when it is in the list, or a name, alias or translation of the dictionary. */
export function makeClassTest(members: RecipeClass): ClassTest {
  if ('pattern' in members) return remembering(matcher(members.pattern));
  const known = new Set('tags' in members ? members.tags : members.entries.flat());
  return (tag) => known.has(tag);
}

function matcher(pattern: string): ClassTest {
  const expression = compilePattern(pattern, '');
  return (tag) => expression.test(tag);
}

/** The flags with which JavaScript reads a pattern as Python does with re.ASCII and re.DOTALL. */
export function compilePattern(pattern: string, flags: '' | 'g'): RegExp {
  return new RegExp(pattern, `us${flags}`);
}

function remembering(test: ClassTest): ClassTest {
  const answers = new Map<string, boolean>();
  return (tag) => {
    const known = answers.get(tag);
    if (known !== undefined) return known;
    if (answers.size >= REMEMBERED) answers.clear();
    const answer = test(tag);
    answers.set(tag, answer);
    return answer;
  };
}
