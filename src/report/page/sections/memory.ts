import { formatSize } from '../../../experiment/units.ts';
import type { MemoryLine } from '../../../memory/gpu-memory.ts';
import type { PlannedMemory } from '../../../plan/plan-memory.ts';
import type { MemoryView } from '../../../plan/view-memory.ts';
import { rangeText } from '../../memory-text.ts';
import { type Markup, markup, sentence } from '../markup.ts';
import { table } from '../pieces.ts';
import { percent } from '../plot.ts';

/** Colours of the style sheet, `c0` and up. */
const COLORS = 12;

/** The sum of a GPU as a bar with its parts, against what the card has and what may be used; the parts as a table. */
export function memorySection({ gpu, gpuMemory }: MemoryView): Markup {
  const { low, high, usable, card, largest, lines } = gpuMemory;
  const summary = `${rangeText({ low, high })} of ${formatSize(usable)} that may be used; ${gpu} has ${formatSize(card)}`;
  return markup`<figure class="memory">
<figcaption><strong>A GPU, in ${largest}:</strong> ${sentence(summary)}. Paler parts may come on top: nobody has measured them on a GPU.</figcaption>
<svg class="bar-of-memory" role="img" aria-label="Memory of a GPU: ${summary}">${bar(gpuMemory)}</svg>
</figure>
${table(
  'What the memory of a GPU goes into',
  [
    { head: 'part', kind: 'words' },
    { head: 'size', kind: 'number' },
    { head: 'what it is', kind: 'words' },
  ],
  [...lines.map(partRow), ...restRows(gpuMemory)],
)}`;
}

/** Parts side by side, then what stays free, then the reserve; all in shares of the card, or of the sum where that is more. */
function bar({ lines, high, card, usable }: PlannedMemory): Markup {
  const whole = Math.max(card, high);
  const at = (bytes: number): string => percent(bytes / whole);
  let start = 0;
  const parts = lines.map(({ low, high: most, name }, index) => {
    const from = start;
    start += most;
    return markup`<g class="c${index % COLORS}"><title>${name}</title><rect x="${at(from)}" width="${at(low)}" height="100%"/><rect class="more" x="${at(from + low)}" width="${at(most - low)}" height="100%"/></g>`;
  });
  return markup`<rect class="card" width="${at(card)}" height="100%"/><rect class="reserve" x="${at(usable)}" width="${at(card - usable)}" height="100%"/>${parts}<line class="limit" x1="${at(usable)}" x2="${at(usable)}" y1="0" y2="100%"/>`;
}

function partRow(line: MemoryLine, index: number): readonly Markup[] {
  return [
    markup`${swatch(`c${index % COLORS}`)}${line.name}`,
    markup`${rangeText(line)}`,
    markup`${line.note}`,
  ];
}

function restRows({ low, high, usable, card }: PlannedMemory): readonly (readonly Markup[])[] {
  const isMore = high > usable;
  return [
    [markup`<strong>sum</strong>`, markup`<strong>${rangeText({ low, high })}</strong>`, markup``],
    [
      markup`${isMore ? 'too much' : 'free below the reserve'}`,
      markup`${formatSize(Math.abs(usable - high))}`,
      markup``,
    ],
    [
      markup`${swatch('reserve')}reserve`,
      markup`${formatSize(card - usable)}`,
      sentence('`machine.memory.reserve`'),
    ],
  ];
}

const swatch = (kind: string): Markup =>
  markup`<svg class="swatch" aria-hidden="true"><rect class="${kind}" width="100%" height="100%"/></svg>`;
