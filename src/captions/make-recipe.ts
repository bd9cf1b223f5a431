import { captionColumn, captionColumns } from '../experiment/caption-columns.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { portablePattern } from './pattern/portable-pattern.ts';
import { readDictionary } from './read-dictionary.ts';
import { readList } from './read-list.ts';
import type { Recipe, RecipeClass, RecipeEdit, RecipeVariant } from './recipe.ts';

/** What a recipe is made of. */
export type CaptionsSource = Pick<Experiment, 'seed' | 'captions'> & {
  readonly data: Pick<Experiment['data'], 'columns'>;
};
type Edit = Experiment['captions']['edits'][number];
type TagClass = Experiment['captions']['classes'][string];

/** The column that upstream reads; the only one where there is one caption (hydit/data_loader/arrow_load_stream.py:271, commit 368280e). */
const TRAINER_COLUMN = 'text_zh';

/** Verbs that are about tags; prose has none. */
const TAGS_ONLY: ReadonlySet<string> = new Set(['drop', 'shuffle']);

/**
 * The recipe of a stage; undefined where captions are trained as they are. `files` holds the texts of lists and dictionaries, by the
 * path as it is written.
 */
export function makeRecipe(
  experiment: CaptionsSource,
  stage: string,
  files: ReadonlyMap<string, string>,
): Recipe | undefined {
  const { seed, captions } = experiment;
  const variants = variantsOf(experiment);
  if (Object.keys(captions.variants).length === 0 && captions.edits.length === 0) return undefined;
  const edits = captions.edits.flatMap((edit, index) => recipeEdit(edit, index, variants));
  const used = new Set(edits.flatMap(classesOf));
  const classes = Object.entries(captions.classes).filter(([name]) => used.has(name));
  return {
    formatVersion: 1,
    seed,
    stage,
    variants,
    classes: Object.fromEntries(classes.map(([name, members]) => [name, recipeClass(members, files)])),
    edits,
  };
}

/** The variants of an experiment; without any, the one caption that it has. */
function variantsOf({ captions, data }: CaptionsSource): readonly RecipeVariant[] {
  const written = Object.entries(captions.variants);
  const { text } = data.columns;
  if (written.length === 0)
    return [
      { name: 'text', column: text, shard_column: TRAINER_COLUMN, kind: 'prose', separator: ', ', weight: 1 },
    ];
  const several = captionColumns({ captions, data }).length > 1;
  return written.map(([name, { column, kind, separator, weight }]) => ({
    name,
    column,
    shard_column: several ? captionColumn(column) : TRAINER_COLUMN,
    kind,
    separator,
    weight,
  }));
}

/** An edit with its verb; the schema has seen to it that there is one. */
function recipeEdit(
  { id, ...verbs }: Edit,
  index: number,
  variants: readonly RecipeVariant[],
): readonly RecipeEdit[] {
  return Object.entries(verbs).flatMap(([verb, options]) => {
    if (options === undefined) return [];
    const able = variants.filter(({ kind }) => kind === 'tags' || !TAGS_ONLY.has(verb));
    const named = options.variants;
    const edited = able.map(({ name }) => name).filter((name) => named === undefined || named.includes(name));
    const own = 'pattern' in options ? { pattern: portablePattern(options.pattern) } : {};
    // Verb and options come from one key of an edit of the schema, whose options have the names of the recipe's.
    return [{ key: id ?? `${index}.${verb}`, verb, ...options, ...own, variants: edited } as RecipeEdit];
  });
}

function classesOf(edit: RecipeEdit): readonly string[] {
  if (edit.verb === 'shuffle') return edit.keep_first;
  return 'class' in edit ? [edit.class] : [];
}

function recipeClass(members: TagClass, files: ReadonlyMap<string, string>): RecipeClass {
  if ('pattern' in members) return { pattern: portablePattern(members.pattern) };
  if ('list' in members) return { tags: readList(files.get(members.list) ?? '').tags };
  return { entries: readDictionary(files.get(members.dictionary) ?? '').entries };
}
