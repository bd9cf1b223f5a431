import type { Recipe } from '../captions/recipe.ts';
import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';

/** Files of `templates/`, by their path below it with `/`. */
export type Templates = ReadonlyMap<string, string>;

/** One generated file, complete. */
export interface EmittedFile {
  /** Relative to the experiment's folder, with `/`. */
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
  /** Dotted paths of the experiment that the content derives from. */
  readonly from: readonly string[];
}

/** Everything a target may look at of one stage. */
export interface TargetInput {
  readonly experiment: Experiment;
  readonly derived: Derived;
  /** How captions are drawn; undefined where they are trained as they are. */
  readonly recipe?: Recipe | undefined;
  readonly templates: Templates;
  /** Name of the experiment's file, for the first line of scripts. */
  readonly source: string;
  /** Words behind `ditc build` that choose this experiment from its folder. */
  readonly selection: readonly string[];
}

/** A kind of generated file. Pure: the same input gives the same bytes. */
export interface Target {
  readonly name: 'deepspeed' | 'kubernetes' | 'launch' | 'overlay';
  /** The files of all stages of a run, in order. */
  emit(stages: readonly TargetInput[]): readonly EmittedFile[];
}
