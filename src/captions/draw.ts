import { chooseVariant } from './choose-variant.ts';
import { compileEdit } from './edits/compile-edit.ts';
import type { Edit } from './edits/edit.ts';
import { sampleState, streamOf, uniform } from './hash.ts';
import type { Recipe, RecipeVariant } from './recipe.ts';
import { splitTags } from './split-tags.ts';

/** The captions of one image, by the names of the variants; one that is missing, null or blank is not drawn. */
export type CaptionsOfImage = Readonly<Record<string, string | null | undefined>>;

/** What one sample is trained with. */
export interface Drawn {
  /** Empty when every variant is. */
  readonly text: string;
  readonly variant: string;
  /** Whether another variant was drawn first and is empty. */
  readonly fellBack: boolean;
}

/** One edit that is meant for the drawn variant, whether or not it changed anything. */
export interface Step {
  /** Its key in the recipe. */
  readonly edit: string;
  readonly before: string;
  readonly after: string;
}

/** The draws of a recipe. `epoch` counts from 0, `position` is that of the sample in the epoch's order. */
export interface Draws {
  readonly draw: (captions: CaptionsOfImage, epoch: number, position: number) => Drawn;
  /** The same draw with what each edit did. */
  readonly explain: (
    captions: CaptionsOfImage,
    epoch: number,
    position: number,
  ) => Drawn & { readonly steps: readonly Step[] };
}

/** An edit with the random numbers of its own. */
interface Running extends Edit {
  readonly key: string;
  readonly stream: number;
}

/** Random numbers of the choice among variants; no edit has this key. */
const VARIANT_KEY = '.variant';

/**
 * Compiles a recipe. A draw depends on seed, stage, epoch, position and the edit's key alone, and the trainer gets the same text from
 * templates/overlay/captions.py. An edit that would leave nothing of a caption leaves it as it is.
 */
export function compileRecipe(recipe: Recipe): Draws {
  const { seed, stage, variants } = recipe;
  const edits = recipe.edits.map((edit) => ({
    ...compileEdit(edit, recipe.classes),
    key: edit.key,
    stream: streamOf(seed, stage, edit.key),
    variants: edit.variants,
  }));
  const weights = variants.map(({ weight }) => weight);
  const choice = streamOf(seed, stage, VARIANT_KEY);
  const edited = variants.map((variant) => {
    const own = edits.filter((edit) => edit.variants.includes(variant.name));
    return variant.kind === 'tags' ? tagsEdited(variant, own) : proseEdited(own);
  });

  const run = (captions: CaptionsOfImage, epoch: number, position: number, steps?: Step[]): Drawn => {
    const textOf = (index: number): string => (captions[variants[index]?.name ?? ''] ?? '').trim();
    const random = uniform(sampleState(choice, epoch, position), 0);
    const { index, fellBack } = chooseVariant(weights, random, (each) =>
      isEmpty(textOf(each), variants[each]),
    );
    return {
      text: edited[index]?.(textOf(index), epoch, position, steps) ?? '',
      variant: variants[index]?.name ?? '',
      fellBack,
    };
  };
  return {
    draw: (captions, epoch, position) => run(captions, epoch, position),
    explain(captions, epoch, position) {
      const steps: Step[] = [];
      return { ...run(captions, epoch, position, steps), steps };
    },
  };
}

/** Whether a caption holds no text, or nothing but separators. */
function isEmpty(text: string, variant: RecipeVariant | undefined): boolean {
  if (text === '' || variant?.kind !== 'tags') return text === '';
  const core = variant.separator.trim();
  return text.startsWith(core) && splitTags(text, core).length === 0;
}

type Edited = (text: string, epoch: number, position: number, steps?: Step[]) => string;

function tagsEdited({ separator }: RecipeVariant, edits: readonly Running[]): Edited {
  const core = separator.trim();
  return (text, epoch, position, steps) => {
    let tags: readonly string[] = splitTags(text, core);
    if (tags.length === 0) return '';
    for (const { key, stream, tags: edit } of edits) {
      if (edit === undefined) continue;
      const after = edit(tags, sampleState(stream, epoch, position), separator);
      const next = after.length === 0 ? tags : after;
      steps?.push({ edit: key, before: tags.join(separator), after: next.join(separator) });
      tags = next;
    }
    return tags.join(separator);
  };
}

function proseEdited(edits: readonly Running[]): Edited {
  return (text, epoch, position, steps) => {
    let prose = text;
    if (prose === '') return '';
    for (const { key, stream, prose: edit } of edits) {
      if (edit === undefined) continue;
      const after = edit(prose, sampleState(stream, epoch, position)).trim();
      const next = after === '' ? prose : after;
      steps?.push({ edit: key, before: prose, after: next });
      prose = next;
    }
    return prose;
  };
}
