import { InvalidArgumentError } from 'commander';
import { gpus, nearestGpus } from '../hardware/gpus.ts';

/** `1,2,4` as numbers of GPUs. */
export function parseCounts(text: string): readonly number[] {
  const counts = text.split(',').map(Number);
  if (counts.every((count) => Number.isInteger(count) && count > 0 && count <= 4096)) return counts;
  throw new InvalidArgumentError('Write whole numbers with commas between them, as in 1,2,4,8.');
}

/** `A800-80GB,RTX-4090` as names of the table. */
export function parseCards(text: string): readonly string[] {
  const names = text.split(',');
  const unknown = names.find((name) => !gpus.has(name));
  if (unknown === undefined) return names;
  const [near] = nearestGpus(unknown);
  throw new InvalidArgumentError(
    `There is no card ${unknown}${near === undefined ? '' : `; the nearest name is ${near}`}. \`ditc gpus\` lists them.`,
  );
}
