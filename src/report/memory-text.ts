import { formatSize } from '../experiment/units.ts';
import type { Rejected } from '../memory/resolve/resolve-memory.ts';
import type { MemoryLine, Range } from '../memory/gpu-memory.ts';
import type { PlannedMemory } from '../plan/plan-memory.ts';
import type { MemoryView } from '../plan/view-memory.ts';
import { checkpointingText, placementText, settingsText } from './settings-text.ts';
import { tableText } from './table.ts';

/** Width of the bar of a whole card. */
const BAR = 40;

/** The sums as tables, a bar for each line of the GPU's and for what stays free, and what else was computed. */
export function memoryText({ stage, gpu, gpuMemory, hostMemory, hostLimit, disk }: MemoryView): string {
  const { settings, cost, fits, usable, card, largest } = gpuMemory;
  const verdict = fits ? `fits; costs ${cost}` : 'does not surely fit';
  return [
    `stage ${stage} on ${gpu}: ${formatSize(usable)} of ${formatSize(card)} may be used\n`,
    `${settingsText(settings)}: ${verdict}\n`,
    `\na GPU, in ${largest}\n`,
    barTable(gpuMemory),
    ...(gpuMemory.rejected.length > 0
      ? ['\nnot taken\n', gpuMemory.rejected.map((other) => `${rejectedText(other)}\n`).join('')]
      : []),
    `\nmain memory of a node, at the start${hostLimit === undefined ? '' : ` (${formatSize(hostLimit)})`}\n`,
    sumTable(hostMemory.start),
    '\nmain memory of a node, in training\n',
    sumTable(hostMemory.training),
    ...(disk.length > 0 ? ['\ndisk\n', sumTable(disk)] : []),
  ].join('');
}

function barTable({ lines, low, high, card, usable }: PlannedMemory): string {
  let start = 0;
  const rows = lines.map((line) => {
    const bar = barOf(start, line, card);
    start += line.high;
    return [...cells(line), bar];
  });
  const free = Math.max(0, usable - high);
  return tableText(
    [
      ...rows,
      ['sum', rangeText({ low, high }), '', barOf(0, { low, high }, card)],
      [
        'free below the reserve',
        formatSize(free),
        '',
        `${' '.repeat(Math.min(BAR, columns(high, card)))}${'·'.repeat(columns(free, card))}`,
      ],
    ],
    [0, 2, 3],
  );
}

/** Full blocks for what was counted, shaded ones for what may come on top; it begins where the line before ends. */
function barOf(start: number, { low, high }: Range, card: number): string {
  const [from, sure, end] = [start, start + low, start + high].map((bytes) => columns(bytes, card));
  return `${' '.repeat(from ?? 0)}${'█'.repeat((sure ?? 0) - (from ?? 0))}${'░'.repeat((end ?? 0) - (sure ?? 0))}`;
}

const columns = (bytes: number, card: number): number => Math.round((bytes / card) * BAR);

/** `ZeRO-2, micro batch 8, no checkpointing: 31.4 GiB, costs more` */
export const rejectedText = ({ settings, total, why }: Rejected): string =>
  `${placementText(settings)}, micro batch ${settings.microBatch}, ${checkpointingText(settings)}: ${formatSize(total)}, ${why}`;

function sumTable(lines: readonly MemoryLine[]): string {
  const low = lines.reduce((sum, line) => sum + line.low, 0);
  const high = lines.reduce((sum, line) => sum + line.high, 0);
  return tableText([...lines.map(cells), ['sum', rangeText({ low, high })]], [0, 2]);
}

const cells = (line: MemoryLine): readonly [string, string, string] => [
  line.name,
  rangeText(line),
  line.note,
];

/** `21.3 GiB`, or `18.7 to 20.0 GiB` where it is a range. */
export function rangeText({ low, high }: Range): string {
  const [least, most] = [formatSize(low), formatSize(high)];
  if (least === most) return most;
  const [number = '', unit] = least.split(' ');
  return most.endsWith(` ${unit}`) ? `${number} to ${most}` : `${least} to ${most}`;
}
