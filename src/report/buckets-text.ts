import type { BucketTable } from '../indexing/epoch-table.ts';
import { count } from './epochs-text.ts';
import { tableText } from './table.ts';

/** The sizes that an epoch trains at: images, how many with the padding of full batches, and how many are enlarged. */
export function bucketsText({ lines, count: images, padded, iterations }: BucketTable): string {
  const head = ['height × width', 'images', 'an epoch', 'repeat', 'enlarged'];
  const rows = lines.map((line) => [
    `${line.height} × ${line.width}`,
    count(line.count),
    count(line.padded),
    line.repeatFactor === 1 ? '' : `× ${line.repeatFactor.toFixed(2)}`,
    line.upscaled === 0 ? '' : count(line.upscaled),
  ]);
  return `${tableText([head, ...rows])}${count(images)} images, ${count(padded)} an epoch, ${count(iterations)} micro steps a GPU\n`;
}
