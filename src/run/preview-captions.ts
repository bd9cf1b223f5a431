import { compileRecipe, type CaptionsOfImage, type Draws } from '../captions/draw.ts';
import type { Recipe } from '../captions/recipe.ts';
import { saysNothing } from '../pack/judge-caption.ts';
import type { RehearsedImage } from './rehearse.ts';

/** What a sample is trained with, and how it came to be. */
export type PreviewedCaption = ReturnType<Draws['explain']> &
  Pick<RehearsedImage, 'epoch' | 'position' | 'source' | 'row'>;

/** The captions of images as they are drawn for their places in the epoch's order. */
export function previewCaptions(
  recipe: Recipe,
  images: readonly RehearsedImage[],
): readonly PreviewedCaption[] {
  const { explain } = compileRecipe(recipe);
  return images.map((image) => {
    const { epoch, position, source, row } = image;
    return {
      epoch,
      position,
      source,
      row,
      ...explain(captionsOf(recipe, image), epoch, position),
    };
  });
}

/** The captions of an image by variant; what says nothing is not drawn. */
export function captionsOf(
  { variants }: Recipe,
  image: Pick<RehearsedImage, 'caption' | 'variants'>,
): CaptionsOfImage {
  return Object.fromEntries(
    variants.map(({ name, column }) => {
      const text = image.variants === undefined ? image.caption : image.variants[column];
      return [name, text === undefined || text === null || saysNothing(text) ? null : text];
    }),
  );
}
