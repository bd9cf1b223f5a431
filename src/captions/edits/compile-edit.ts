import { type ClassTest, makeClassTest } from '../make-class-test.ts';
import type { Recipe, RecipeEdit } from '../recipe.ts';
import { additionEdit } from './addition.ts';
import { caseEdit } from './case.ts';
import { dropEdit } from './drop.ts';
import type { Edit } from './edit.ts';
import { replaceEdit } from './replace.ts';
import { shuffleEdit } from './shuffle.ts';
import { translateEdit } from './translate.ts';

/** The edit that a recipe describes. */
export function compileEdit(edit: RecipeEdit, classes: Recipe['classes']): Edit {
  switch (edit.verb) {
    case 'translate':
      return translateEdit(edit, entriesOf(edit.class, classes));
    case 'drop':
      return dropEdit(edit, testOf(edit.class, classes));
    case 'shuffle':
      return shuffleEdit(
        edit,
        edit.keep_first.map((name) => testOf(name, classes)),
      );
    case 'replace':
      return replaceEdit(edit);
    case 'prepend':
    case 'append':
      return additionEdit(edit);
    case 'case':
      return caseEdit(edit);
  }
}

function testOf(name: string, classes: Recipe['classes']): ClassTest {
  const members = classes[name];
  return members === undefined ? () => false : makeClassTest(members);
}

function entriesOf(name: string, classes: Recipe['classes']) {
  const members = classes[name];
  return members !== undefined && 'entries' in members ? members.entries : [];
}
