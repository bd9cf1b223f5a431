import { join } from 'node:path';
import type { CaptionsOfImage } from '../../src/captions/draw.ts';
import { compileRecipe } from '../../src/captions/draw.ts';
import type { Recipe } from '../../src/captions/recipe.ts';
import { hasPythonModule, runPython } from '../support/tools.ts';

/** Draws of one recipe. */
export interface Task {
  readonly recipe: Recipe;
  readonly images: readonly CaptionsOfImage[];
  readonly samples: readonly (readonly [image: number, epoch: number, position: number])[];
}

/** Text, variant, whether it stands in for another. */
export type Answer = readonly [text: string, variant: string, fellBack: boolean];

export const hasPython = hasPythonModule('json');

/** The draws of some tasks with the real captions.py. */
export function drawInPython(tasks: readonly Task[]): readonly (readonly Answer[])[] {
  // Printed by draw.py, which has this shape.
  return runPython(join(import.meta.dirname, 'draw.py'), tasks) as readonly (readonly Answer[])[];
}

/** The same draws in this process. */
export function drawHere({ recipe, images, samples }: Task): readonly Answer[] {
  const { draw } = compileRecipe(recipe);
  return samples.map(([image, epoch, position]) => {
    const { text, variant, fellBack } = draw(images[image] ?? {}, epoch, position);
    return [text, variant, fellBack];
  });
}
