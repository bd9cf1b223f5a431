/** A length of training as the file writes it. */
export type Duration = { readonly unit: 'steps' | 'epochs'; readonly count: number };

const BYTES: Record<string, number> = { MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** `2000 steps` or `8 epochs`, whose form the schema has checked. */
export function parseDuration(text: string): Duration {
  const space = text.indexOf(' ');
  const unit = text.startsWith('epoch', space + 1) ? 'epochs' : 'steps';
  return { unit, count: Number(text.slice(0, space)) };
}

/** `2GiB` in bytes, whose form the schema has checked. */
export function parseSize(text: string): number {
  return Number(text.slice(0, -3)) * (BYTES[text.slice(-3)] ?? Number.NaN);
}

/** Bytes in the largest unit that leaves a number of at least 1, with one decimal: `21.3 GiB`. */
export function formatSize(bytes: number): string {
  const [unit, size] = Object.entries(BYTES).findLast(([, size]) => bytes >= size) ?? ['MiB', 2 ** 20];
  return `${(bytes / size).toFixed(1)} ${unit}`;
}

/**
 * Minutes of a time limit whose form the schema has checked: `D-H[:M[:S]]`, `H:M:S`, `M:S` or `M` (Slurm 22.05, man sbatch, --time).
 */
export function minutesOfLimit(limit: string | number): number {
  const [clock = '', days] = String(limit).split('-').toReversed();
  const parts = clock.split(':').map(Number);
  const [hours = 0, minutes = 0, seconds = 0] =
    days !== undefined || parts.length === 3 ? parts : [0, ...parts];
  return Number(days ?? 0) * 24 * 60 + hours * 60 + minutes + seconds / 60;
}
