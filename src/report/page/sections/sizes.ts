import type { BucketTable } from '../../../indexing/epoch-table.ts';
import type { Bucket } from '../../../indexing/resolution-buckets.ts';
import { count } from '../../epochs-text.ts';
import { join, type Markup, markup } from '../markup.ts';
import type { StageSizes } from '../page-input.ts';
import { notYet, paragraph, table } from '../pieces.ts';

/** The sizes of an epoch with their shapes; without packed data the shapes alone. */
export function sizesSection({ shapes, table: known }: StageSizes): Markup {
  if ('value' in known) return sizesTable(known.value);
  return markup`${notYet(known.unknown)}<ul class="shapes">\n${shapes.map(
    (bucket) => markup`<li>${shape(bucket, shapes)}<span>${sizeText(bucket)}</span></li>\n`,
  )}</ul>\n`;
}

function sizesTable({ lines, count: images, padded, iterations }: BucketTable): Markup {
  const rows = lines.map((line) => [
    markup`${shape(line, lines)}${sizeText(line)}`,
    markup`${count(line.count)}`,
    markup`${count(line.padded)}`,
    markup`${line.repeatFactor === 1 ? '' : `× ${line.repeatFactor.toFixed(2)}`}`,
    markup`${line.upscaled === 0 ? '' : count(line.upscaled)}`,
  ]);
  return markup`${paragraph(
    `${count(images)} images, ${count(padded)} an epoch, ${count(iterations)} micro steps a GPU. A size whose images fill no whole batch repeats some of them.`,
  )}${table('Sizes of an epoch', COLUMNS, rows)}`;
}

const COLUMNS = [
  { head: 'height × width', kind: 'words' },
  { head: 'images', kind: 'number' },
  { head: 'an epoch', kind: 'number' },
  { head: 'repeat', kind: 'number' },
  { head: 'enlarged', kind: 'number' },
] as const;

const sizeText = ({ height, width }: Bucket): string => `${height} × ${width}`;

/** Longest side of a picture of a shape, in pixels of the page. */
const SIDE = 30;

/** A rectangle with the proportions of a size, all of a stage at one scale. */
function shape({ height, width }: Bucket, all: readonly Bucket[]): Markup {
  const longest = Math.max(...all.flatMap((each) => [each.height, each.width]));
  const [h, w] = [height, width].map((side) => Math.round((side / longest) * SIDE * 10) / 10);
  return join([
    markup`<svg class="shape" width="${SIDE}" height="${SIDE}" aria-hidden="true">`,
    markup`<rect x="${(SIDE - (w ?? 0)) / 2}" y="${(SIDE - (h ?? 0)) / 2}" width="${w}" height="${h}"/></svg>`,
  ]);
}
