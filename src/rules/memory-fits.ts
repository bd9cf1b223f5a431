import { formatSize } from '../experiment/units.ts';
import type { Phase } from '../memory/gpu-memory.ts';
import type { FittingChange } from '../memory/resolve/changes.ts';
import { usableMemory } from '../memory/resolve/resolve-memory.ts';
import { sayChanges } from './say-changes.ts';
import { defineRule } from './rule.ts';

/** The parts of a step in a sentence. */
const WORDS: Readonly<Record<Phase, string>> = {
  encoding: 'encoding',
  'forward and backward': 'the forward and backward pass',
  'optimizer step': 'the optimizer step',
};

export const memoryFits = defineRule({
  id: 'memory-fits',
  severity: 'error',
  summary: 'What a GPU holds at the worst moment of a step fits into its memory.',
  source:
    'The sum of docs/memory.md; peaks counted on the modules of HunyuanDiT 368280e, states after DeepSpeed 0.19.8',
  traps: [],
  messages: {
    tooMuch: (p: {
      needed: string;
      usable: string;
      reserve: number;
      largest: Phase;
      changes: readonly FittingChange[];
    }) => ({
      message: `it does not fit: a GPU needs at least ${p.needed}, and ${p.usable} may be used`,
      help: `Most is needed in ${WORDS[p.largest]}; ${Math.round(p.reserve * 100)} % of the card stay free by \`reserve\`. ${sayChanges(p.changes)} \`ditc show FILE memory\` prints the sum.`,
    }),
    mainMemory: (p: { host: string; changes: readonly FittingChange[] }) => ({
      message: `it fits only with states in main memory, and \`host_memory\` is ${p.host}`,
      help: `${sayChanges(p.changes)} \`ditc show FILE memory\` prints the sum.`,
    }),
  },
  check({ experiment: { machine }, memory, report }) {
    if (memory === undefined || memory.resolved.fits) return;
    const { input, resolved } = memory;
    const { changes, rejected } = resolved;
    const usable = usableMemory(input);
    const at = ['machine'];
    if (resolved.memory.low <= usable) return; // `memory-tight` speaks of what may fit, `offload-host-memory` of what is stated
    const isMainMemory = rejected.some(({ why }) => why === 'does not fit into main memory');
    if (isMainMemory && machine.host_memory !== undefined) {
      report('mainMemory', { at, key: true, with: { host: machine.host_memory, changes } });
      return;
    }
    const values = {
      needed: formatSize(resolved.memory.low),
      usable: formatSize(usable),
      reserve: input.reserve,
      largest: resolved.memory.largest,
      changes,
    };
    report('tooMuch', { at, key: true, with: values });
  },
});
