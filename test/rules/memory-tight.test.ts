import { memoryTight } from '../../src/rules/memory-tight.ts';
import { testRule } from '../support/test-rule.ts';

/*
 * A full fine-tune of P = 1 499 952 032 parameters on one GPU without ZeRO: 34 661 222 990 bytes at least (memory-fits.test.ts). At most
 * 300 MiB more of context, 480 MiB more of workspaces and 5 % of the optimizer step, 0.05 · 4 · P = 299 990 407: in all 35 779 106 677
 * bytes = 34 121.6 MiB = 33.3 GiB.
 */
const full = (memory: string) => ({
  method: { kind: 'full' },
  machine: { gpu: { memory, compute: 8.9 }, memory: { gradient_checkpointing: true, reserve: 0 } },
});

testRule(memoryTight, [
  { name: 'leaves what does not fit to memory-fits', change: full('33055MiB'), expect: [] },
  { name: 'takes what fits at the most', change: full('34122MiB'), expect: [] },
  {
    name: 'is told of the least that may fit',
    change: full('33056MiB'),
    expect: [
      { message: 'mayNot', at: 'machine', says: 'needs 32.3 GiB to 33.3 GiB, and 32.3 GiB may be used' },
    ],
  },
  {
    name: 'is told of the last that may not fit',
    change: full('34121MiB'),
    expect: [
      { message: 'mayNot', at: 'machine', says: 'needs 32.3 GiB to 33.3 GiB, and 33.3 GiB may be used' },
    ],
  },
  {
    name: 'offers changes that were computed',
    change: { machine: { gpu: 'RTX-3060' } },
    expect: [
      { message: 'mayNot', at: 'machine', says: 'Any of these would do: `micro_batch: 1` → 9.9 GiB;' },
    ],
  },
  {
    name: 'is silent about a card that is not known',
    change: { machine: { gpu: 'RTX-9999' } },
    expect: [],
  },
]);
