import { formatSize } from '../experiment/units.ts';
import type { Fit } from '../settle/fit.ts';
import { rangeText } from './memory-text.ts';
import { placementText } from './settings-text.ts';
import { tableText } from './table.ts';

/** Card × count as a table: what it is settled to, what a GPU needs, and what stays free. */
export function fitText(fits: readonly Fit[]): string {
  const head = ['card', 'GPUs', 'ZeRO and offload', 'micro batch', 'checkpointing', 'a GPU needs', 'free'];
  const rows = fits.map(({ gpu, count, usable, fits: fit, settings, memory }) => [
    gpu,
    String(count),
    fit ? placementText(settings) : 'does not fit',
    fit ? String(settings.microBatch) : '',
    fit ? shareText(settings.checkpointing) : '',
    rangeText(memory),
    fit ? formatSize(usable - memory.high) : `${formatSize(memory.high - usable)} too much`,
  ]);
  return tableText([head, ...rows], [0, 2]);
}

const shareText = (share: number): string =>
  share === 0 ? 'none' : share === 1 ? 'all blocks' : `${share * 100} % of them`;
