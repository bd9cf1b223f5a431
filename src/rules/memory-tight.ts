import { formatSize } from '../experiment/units.ts';
import type { FittingChange } from '../memory/resolve/changes.ts';
import { usableMemory } from '../memory/resolve/resolve-memory.ts';
import { sayChanges } from './say-changes.ts';
import { defineRule } from './rule.ts';

export const memoryTight = defineRule({
  id: 'memory-tight',
  severity: 'warning',
  summary: 'What a GPU holds fits even if what nobody has measured is as large as it may be.',
  source:
    'The sum of docs/memory.md: CUDA context, workspaces and fragmentation are ranges, not measured on a GPU',
  traps: [],
  messages: {
    mayNot: (p: { low: string; high: string; usable: string; changes: readonly FittingChange[] }) => ({
      message: `it may not fit: a GPU needs ${p.low} to ${p.high}, and ${p.usable} may be used`,
      help: `The CUDA context, workspaces and fragmentation are not known better. ${sayChanges(p.changes)} \`ditc show FILE memory\` prints the sum.`,
    }),
  },
  check({ memory, report }) {
    if (memory === undefined || memory.resolved.fits) return;
    const { low, high } = memory.resolved.memory;
    const usable = usableMemory(memory.input);
    if (low > usable || high <= usable) return;
    const { changes } = memory.resolved;
    const values = { low: formatSize(low), high: formatSize(high), usable: formatSize(usable), changes };
    report('mayNot', { at: ['machine'], key: true, with: values });
  },
});
