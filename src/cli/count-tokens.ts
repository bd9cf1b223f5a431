import { type DrawnSample, drawStatistics } from '../captions/draw-statistics.ts';
import type { Recipe } from '../captions/recipe.ts';
import { recipeOf } from '../captions/recipe-of.ts';
import type { CompiledStage } from '../compile.ts';
import type { Plan } from '../plan/plan.ts';
import { captionsOf } from '../run/preview-captions.ts';
import type { RowFacts } from '../run/rehearse-rows.ts';
import { sampleRows } from '../run/sample-rows.ts';
import { type EncoderTokens, measureTokens } from '../tokens/measure-tokens.ts';
import { openCounters } from '../tokens/open-counters.ts';
import type { Complete } from './compile-or-report.ts';

/** Images whose captions are counted: enough for a tenth of a percent, in seconds. */
const IMAGES = 2000;

/** What the text encoders read of the packed captions of each stage. */
export async function countTokens({
  stages,
  plan,
  folder,
}: Complete): Promise<readonly { readonly stage: string; readonly encoders: readonly EncoderTokens[] }[]> {
  // A tokenizer takes a second to open: once for all stages, which have one machine.
  const counters = await openCounters(stages[0].experiment.machine.checkout, folder);
  const counted = [];
  for (const stage of stages) {
    const { images, drawn } = await drawSample(stage, plan, folder);
    const encoders = counters.map((counter) => measureTokens(drawn, counter, images));
    counted.push({ stage: stage.experiment.stage.id, encoders });
  }
  return counted;
}

/** Captions of a stage as the text encoders get them, and the images that they are of. */
export async function drawSample(
  { experiment, facts }: Pick<CompiledStage, 'experiment' | 'facts'>,
  plan: Plan,
  folder: string,
): Promise<{ readonly images: readonly RowFacts[]; readonly drawn: DrawnSample }> {
  const images = await sampleRows(plan, experiment.stage.id, folder, IMAGES);
  return { images, drawn: drawOnce(recipeOf(experiment, facts.classFiles), images) };
}

/** One caption of each image: drawn where a recipe draws them, as it is where there is none. */
function drawOnce(recipe: Recipe | undefined, images: readonly RowFacts[]): DrawnSample {
  if (recipe === undefined) return asTheyAre(images.map(({ caption }) => caption));
  const captions = images.map((image) => captionsOf(recipe, image));
  return drawStatistics(recipe, captions, images.length).sample;
}

function asTheyAre(captions: readonly string[]): DrawnSample {
  return { draws: captions.length, captions: captions.map((text, image) => ({ text, draws: 1, image })) };
}
