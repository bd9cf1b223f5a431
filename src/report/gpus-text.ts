import { formatSize } from '../experiment/units.ts';
import { AMPERE, type Gpu, VOLTA } from '../hardware/gpus.ts';
import { tableText } from './table.ts';

/** The cards as a table: memory that the driver reports, compute capability, kernels of attention, fp16 in tensor cores. */
export function gpusText(cards: readonly (Gpu & { readonly name: string })[]): string {
  const head = ['card', 'memory', 'compute', 'attention', 'fp16'];
  const rows = cards.map(({ name, memory, compute }) => [
    name,
    formatSize(memory),
    compute.toFixed(1),
    compute >= AMPERE ? 'flash' : 'torch',
    compute >= VOLTA ? 'tensor cores' : 'slow',
  ]);
  return tableText([head, ...rows], [0, 3, 4]);
}
