import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRecipe } from '../../src/captions/make-recipe.ts';
import type { Recipe } from '../../src/captions/recipe.ts';
import { anyCaptions, anyRecipe } from './any-recipe.ts';
import { drawHere, drawInPython, hasPython, type Task } from './in-python.ts';
import { captionsOfImage, seedFiles, seedPipeline } from './seed-pipeline.ts';

const images = Array.from({ length: 1000 }, (_, image) => captionsOfImage(image));
const samples = Array.from({ length: 10_000 }, (_, i) => [(i * 7) % 1000, i % 3, i] as const);

function recipe(seed: number, stage: string): Recipe {
  const made = makeRecipe({ ...seedPipeline, seed }, stage, seedFiles);
  if (made === undefined) throw new Error('the pipeline has edits');
  return made;
}

test.skipIf(!hasPython).each([0, 1234, 2 ** 31])(
  'with seed %i, four stages get the same 10,000 captions in Python, over three epochs',
  (seed) => {
    const tasks = ['s1', 's2', 's3', 's4'].map((stage): Task => ({
      recipe: recipe(seed, stage),
      images,
      samples,
    }));
    expect(drawInPython(tasks)).toEqual(tasks.map(drawHere));
  },
);

test('seed, stage and epoch each change the captions', () => {
  const drawn = [recipe(1, 's1'), recipe(2, 's1'), recipe(1, 's2')].flatMap((each) =>
    [0, 1].map((epoch) => {
      const places = Array.from({ length: 100 }, (_, i) => [i, epoch, i] as const);
      return JSON.stringify(drawHere({ recipe: each, images, samples: places }));
    }),
  );
  expect(new Set(drawn).size).toBe(drawn.length);
});

test.skipIf(!hasPython)('random pipelines over odd captions give the same in Python', () => {
  const anyTask = fc.record({
    recipe: anyRecipe,
    images: fc.array(anyCaptions, { minLength: 5, maxLength: 5 }),
  });
  const places = Array.from({ length: 20 }, (_, i) => [i % 5, i % 2, i * 1_000_003] as const);
  const tasks = fc
    .sample(anyTask, { numRuns: 1500, seed: 7 })
    .map((task): Task => ({ ...task, samples: places }));
  const [here, there] = [tasks.map(drawHere), drawInPython(tasks)];
  const different = here.findIndex((answers, i) => JSON.stringify(answers) !== JSON.stringify(there[i]));
  expect([different, there[different], tasks[different]]).toEqual([-1, undefined, undefined]);
});
