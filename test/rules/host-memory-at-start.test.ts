import { hostMemoryAtStart } from '../../src/rules/host-memory-at-start.ts';
import { testRule } from '../support/test-rule.ts';

/*
 * A full fine-tune of P = 1 499 952 032 parameters, each process: 4 · P model, 2 · P weights file, encoders 4 · (83 653 863 + 350 986 240) +
 * 2 · 1 669 958 656 = 5 078 477 724, and 2 GiB with 0.5 GiB for each of 4 loaders = 4 294 967 296. In all 18 373 157 212 bytes = 17 522.01 MiB
 * = 17.1 GiB, with an average 4 · P more: 24 372 965 340 bytes = 22.7 GiB.
 */
const full = (machine: object) => ({ method: { kind: 'full' }, machine });

testRule(hostMemoryAtStart, [
  { name: 'is silent when the memory is not known', change: full({}), expect: [] },
  { name: 'takes what is just enough', change: full({ host_memory: '17523MiB' }), expect: [] },
  {
    name: 'adds up what a process loads',
    change: full({ host_memory: '17522MiB' }),
    expect: [
      {
        message: 'tooSmall',
        at: 'machine.host_memory',
        says: 'at least 17.1 GiB of main memory a node, and `host_memory` is 17522MiB\nThe process builds',
      },
    ],
  },
  {
    // 8 · 17.11 GiB
    name: 'counts the processes of a node',
    change: full({ host_memory: '128GiB', gpus_per_node: 8, nodes: 2 }),
    expect: [
      { message: 'tooSmall', at: 'machine.host_memory', says: 'at least 136.9 GiB of main memory a node' },
    ],
  },
  {
    name: 'counts the average',
    change: { ...full({ host_memory: '22GiB' }), ema: { decay: 0.999 } },
    expect: [{ message: 'tooSmall', at: 'machine.host_memory', says: 'at least 22.7 GiB' }],
  },
  {
    // 4 loaders fewer: 15.11 GiB
    name: 'counts the loaders',
    change: full({ host_memory: '16GiB', workers: 0 }),
    expect: [],
  },
  {
    name: 'is silent about a card that is not known',
    change: full({ gpu: 'RTX-9999', host_memory: '4GiB' }),
    expect: [],
  },
]);
