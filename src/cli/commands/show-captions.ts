import type { CompiledStage } from '../../compile.ts';
import { drawStatistics } from '../../captions/draw-statistics.ts';
import { recipeOf } from '../../captions/recipe-of.ts';
import { DitcError } from '../../errors.ts';
import { captionsText, captionStatisticsText } from '../../report/captions-text.ts';
import type { Colors } from '../../report/reporter.ts';
import { captionsOf, previewCaptions } from '../../run/preview-captions.ts';
import { rehearseCaptions } from '../../run/rehearse-stage.ts';
import { measureTokens } from '../../tokens/measure-tokens.ts';
import { openCounters } from '../../tokens/open-counters.ts';
import type { Complete } from '../compile-or-report.ts';
import type { Shown } from './show.ts';

/** Which captions are asked for. */
export interface CaptionsAsked {
  /** A row of the source, counted from 1, or `source:row`. */
  readonly row?: string;
  readonly sample?: number;
  readonly stats?: boolean;
  /** Counted from 0. */
  readonly epoch?: number;
}

/** Captions that are shown without a number. */
const SAMPLE = 20;
/** Draws that shares are measured over, and images that they are of: enough for a hundredth of a percent. */
const DRAWS = 100_000;
const IMAGES = 2000;

/** What the trainer will read, draw by draw, or what the draws come to. */
export async function showCaptions(
  stage: CompiledStage,
  { plan, folder }: Complete,
  { row, sample, stats, epoch }: CaptionsAsked,
  colors: Colors,
): Promise<Shown> {
  const recipe = recipeOf(stage.experiment, stage.facts.classFiles);
  if (recipe === undefined)
    throw new DitcError('usage/captions', 'captions are trained as they are', {
      help: 'There is nothing to draw without `captions.variants` or `captions.edits`.',
    });
  const limit = stats ? IMAGES : (sample ?? SAMPLE);
  const images = await rehearseCaptions(plan, stage, { epoch, row, limit }, folder);
  if (stats) {
    const { statistics, sample: drawn } = drawStatistics(
      recipe,
      images.map((image) => captionsOf(recipe, image)),
      DRAWS,
    );
    const counters = await openCounters(stage.experiment.machine.checkout, folder);
    const encoders = counters.map((counter) => measureTokens(drawn, counter, images));
    return { text: captionStatisticsText(statistics, encoders), data: { ...statistics, encoders } };
  }
  const captions = previewCaptions(recipe, images);
  return { text: captionsText(captions, colors), data: captions };
}
