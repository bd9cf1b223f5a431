import { type DrawnSample, drawStatistics } from '../captions/draw-statistics.ts';
import { recipeOf } from '../captions/recipe-of.ts';
import type { CompiledStage } from '../compile.ts';
import { captionsOf } from '../run/preview-captions.ts';
import { sampleRows } from '../run/sample-rows.ts';
import { type EncoderTokens, measureTokens } from '../tokens/measure-tokens.ts';
import { openCounters } from '../tokens/open-counters.ts';
import type { Complete } from './compile-or-report.ts';

/** Images whose captions are counted: enough for a tenth of a percent, in seconds. */
const IMAGES = 2000;

/** What the text encoders read of the packed captions of a stage, drawn once an image where a recipe draws them. */
export async function countTokens(
  { experiment, facts }: CompiledStage,
  { plan, folder }: Pick<Complete, 'plan' | 'folder'>,
): Promise<readonly EncoderTokens[]> {
  const images = await sampleRows(plan, experiment.stage.id, folder, IMAGES);
  const recipe = recipeOf(experiment, facts.classFiles);
  const drawn =
    recipe === undefined
      ? asTheyAre(images.map(({ caption }) => caption))
      : drawStatistics(
          recipe,
          images.map((image) => captionsOf(recipe, image)),
          images.length,
        ).sample;
  const counters = await openCounters(experiment.machine.checkout, folder);
  return counters.map((counter) => measureTokens(drawn, counter, images));
}

function asTheyAre(captions: readonly string[]): DrawnSample {
  return { draws: captions.length, captions: captions.map((text, image) => ({ text, draws: 1, image })) };
}
