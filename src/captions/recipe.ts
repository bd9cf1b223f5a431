/** How the captions of one stage are drawn, complete: `captions.json`, which templates/overlay/captions.py reads beside stage.json. */
export interface Recipe {
  readonly formatVersion: 1;
  readonly seed: number;
  /** Id of the stage. */
  readonly stage: string;
  /** At least one, in the order of the experiment file. */
  readonly variants: readonly RecipeVariant[];
  /** Those that an edit names. */
  readonly classes: Readonly<Record<string, RecipeClass>>;
  readonly edits: readonly RecipeEdit[];
}

export interface RecipeVariant {
  readonly name: string;
  /** Column of the CSV. */
  readonly column: string;
  /** Column of the Arrow shards. */
  readonly shard_column: string;
  readonly kind: 'prose' | 'tags';
  readonly separator: string;
  readonly weight: number;
}

/** What is in a class: a pattern that JavaScript and Python read alike, tags, or the entries of a dictionary. */
export type RecipeClass =
  | { readonly pattern: string }
  | { readonly tags: readonly string[] }
  | { readonly entries: readonly RecipeEntry[] };

/** Name, translation, aliases. */
export type RecipeEntry = readonly [name: string, translation: string, ...aliases: string[]];

interface Common {
  /** Names the stream of its draws: the id, or position and verb. */
  readonly key: string;
  readonly p: number;
  /** Names of the variants that are edited. */
  readonly variants: readonly string[];
}

export type TranslateRecipe = Common & { readonly verb: 'translate'; readonly class: string };
export type DropRecipe = Common & { readonly verb: 'drop'; readonly class: string; readonly each: boolean };
export type ShuffleRecipe = Common & { readonly verb: 'shuffle'; readonly keep_first: readonly string[] };
export type ReplaceRecipe = Common & {
  readonly verb: 'replace';
  readonly pattern: string;
  readonly with: string;
};
export type AdditionRecipe = Common & { readonly verb: 'prepend' | 'append'; readonly text: string };
export type CaseRecipe = Common & { readonly verb: 'case'; readonly to: 'lower' | 'upper' | 'title' };

export type RecipeEdit =
  TranslateRecipe | DropRecipe | ShuffleRecipe | ReplaceRecipe | AdditionRecipe | CaseRecipe;
