import { memoryFits } from '../../src/rules/memory-fits.ts';
import { testRule } from '../support/test-rule.ts';

/*
 * A full fine-tune of P = 1 499 952 032 parameters on one GPU without ZeRO needs most in the optimizer step:
 * P · (2 weights + 2 gradients + 12 states + 4 copy in fp32) = 29 999 040 640; encoders in fp16, 2 · (83 653 863 + 350 986 240 + 1 669 958 656)
 * = 4 209 197 518; at least 400 MiB of context and 32 MiB of workspaces. In all 34 661 222 990 bytes = 33 055.5 MiB = 32.3 GiB.
 */
const full = (memory: string) => ({
  method: { kind: 'full' },
  machine: { gpu: { memory, compute: 8.9 }, memory: { gradient_checkpointing: true, reserve: 0 } },
});

testRule(memoryFits, [
  {
    name: 'takes what auto makes fit',
    change: { method: { kind: 'full' }, machine: { memory: { zero: undefined, micro_batch: undefined } } },
    expect: [],
  },
  { name: 'leaves what may fit to memory-tight', change: full('33056MiB'), expect: [] },
  {
    name: 'compares the least that is needed with the card',
    change: full('33055MiB'),
    expect: [
      {
        message: 'tooMuch',
        at: 'machine',
        says: 'needs at least 32.3 GiB, and 32.3 GiB may be used\nMost is needed in the optimizer step; 0 % of',
      },
    ],
  },
  {
    // 24 564 MiB · 0.92 = 22 599 MiB = 22.1 GiB
    name: 'keeps the reserve free',
    change: { method: { kind: 'full' } },
    expect: [{ message: 'tooMuch', at: 'machine', says: 'at least 32.3 GiB, and 22.1 GiB may be used' }],
  },
  {
    name: 'offers changes that were computed',
    change: { method: { kind: 'full' } },
    expect: [
      {
        message: 'tooMuch',
        at: 'machine',
        says: '8 % of the card stay free by `reserve`. Any of these would do: `zero: auto` and `offload: auto` →',
      },
    ],
  },
  {
    name: 'says when nothing helps but another card',
    change: { machine: { gpu: 'RTX-3070' } },
    expect: [{ message: 'tooMuch', at: 'machine', says: 'No single change would do: take a card with more' }],
  },
  {
    // 18 · P = 26 999 136 576 bytes = 25.1 GiB of offloaded states
    name: 'does not take main memory that is not there',
    change: {
      method: { kind: 'full' },
      machine: { host_memory: '25GiB', memory: { zero: undefined, micro_batch: undefined } },
    },
    expect: [
      {
        message: 'mainMemory',
        at: 'machine',
        says: 'only with states in main memory, and `host_memory` is 25GiB',
      },
    ],
  },
  {
    name: 'takes main memory that is there',
    change: {
      method: { kind: 'full' },
      machine: { host_memory: '26GiB', memory: { zero: undefined, micro_batch: undefined } },
    },
    expect: [],
  },
  {
    name: 'is silent about a card that is not known',
    change: { method: { kind: 'full' }, machine: { gpu: 'RTX-9999' } },
    expect: [],
  },
]);
