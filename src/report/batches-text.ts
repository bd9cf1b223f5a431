import { visibleText } from '../diagnostics/visible-text.ts';
import type { Size } from '../order/scale.ts';
import type { RehearsedImage } from '../run/rehearse.ts';
import { tableText } from './table.ts';

/** Characters of a caption that are shown; the JSON has all. */
const CAPTION = 40;

/** Batches as a table, one line an image; captions are cut. */
export function batchesText(images: readonly RehearsedImage[]): string {
  const head = [
    'epoch',
    'step',
    'micro step',
    'rank',
    'row',
    'height × width',
    'scaled',
    'trained',
    'repeat',
    'image',
    'caption',
  ];
  const rows = images.map((image) => [
    String(image.epoch),
    String(image.step),
    String(image.microStep),
    String(image.rank),
    `${image.source} ${image.row}`,
    sizeText(image.original),
    sizeText(image.scaled),
    sizeText(image.trained),
    image.isCopy ? 'padding' : '',
    visibleText(image.image ?? ''),
    cut(visibleText(image.caption)),
  ]);
  return tableText([head, ...rows], [8, 9, 10]);
}

function sizeText({ height, width }: Size): string {
  return `${height} × ${width}`;
}

function cut(caption: string): string {
  const characters = Array.from(caption);
  return characters.length > CAPTION ? `${characters.slice(0, CAPTION - 1).join('')}…` : caption;
}
