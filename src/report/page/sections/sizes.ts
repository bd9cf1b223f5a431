import type { BucketTable } from '../../../indexing/epoch-table.ts';
import type { Bucket } from '../../../indexing/resolution-buckets.ts';
import { count } from '../../epochs-text.ts';
import { type Markup, markup } from '../markup.ts';
import type { StageSizes } from '../page-input.ts';
import { notYet, paragraph, table } from '../pieces.ts';
import { percent } from '../plot.ts';

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
  const [tall, wide] = [height, width].map((side) => percent(side / longest));
  const [top, left] = [height, width].map((side) => percent((1 - side / longest) / 2));
  return markup`<svg class="shape" width="${SIDE}" height="${SIDE}" aria-hidden="true"><rect x="${left}" y="${top}" width="${wide}" height="${tall}"/></svg>`;
}
