import { formatSize } from '../experiment/units.ts';
import { worldSizeOf } from '../memory/memory-input.ts';
import { findWaste, type Waste } from '../memory/resolve/waste.ts';
import { defineRule } from './rule.ts';

const KEYS = { zero: 'zero', offload: 'offload', checkpointing: 'gradient_checkpointing' } as const;

export const memoryWasted = defineRule({
  id: 'memory-wasted',
  severity: 'warning',
  summary: 'Nothing that saves memory at a cost is on where there is room without it.',
  source:
    'The sum of docs/memory.md; communication: ZeRO, arXiv 1910.02054, section 7; recomputation: Chen et al. 2016, arXiv 1604.06174',
  traps: [],
  messages: {
    dear: (p: { key: string; stated: string; enough: string; total: string; cost: string }) => ({
      message: `\`${p.key}\` is ${p.stated}, and it fits with ${p.enough} (${p.total})`,
      help: `Its price: ${p.cost}. Leave the key out, and \`auto\` takes the cheapest that fits.`,
    }),
  },
  check({ memory, report }) {
    if (memory === undefined || !memory.resolved.fits) return;
    const { input, requested, resolved } = memory;
    for (const waste of findWaste(input, requested, resolved.settings)) {
      const key = KEYS[waste.setting];
      // One GPU without offload has a finding of its own: no stage saves anything there.
      if (key === 'zero' && worldSizeOf(input) === 1 && resolved.settings.offload === 'none') continue;
      const { cost, total } = waste;
      const values = {
        key,
        stated: word(waste, 'stated'),
        enough: word(waste, 'enough'),
        total: formatSize(total),
        cost,
      };
      report('dear', { at: ['machine', 'memory', key], with: values });
    }
  },
});

/** A setting as the file writes it. */
function word(waste: Waste, which: 'stated' | 'enough'): string {
  const value = waste[which];
  if (waste.setting !== 'checkpointing') return String(value);
  return value === 1 ? 'true' : value === 0 ? 'false' : String(value);
}
