import { hostMemoryAtStart } from '../../src/rules/host-memory-at-start.ts';
import { testRule } from '../support/test-rule.ts';

/*
 * A full fine-tune of P = 1 499 952 032 parameters, each process: 2 · P of the halved model beside the encoders, 4 · (83 653 863 + 350 986 240) +
 * 2 · 1 669 958 656 = 5 078 477 724, and 1 GiB for itself: 9 152 123 612 bytes = 8 728.15 MiB = 8.5 GiB. With an average the most is 8 · P, two
 * models in fp32, before that: 13 073 358 080 bytes = 12.2 GiB.
 */
const full = (machine: object) => ({ method: { kind: 'full' }, machine });

testRule(hostMemoryAtStart, [
  { name: 'is silent when the memory is not known', change: full({}), expect: [] },
  { name: 'takes what is just enough', change: full({ host_memory: '8729MiB' }), expect: [] },
  {
    name: 'adds up what a process loads',
    change: full({ host_memory: '8728MiB' }),
    expect: [
      {
        message: 'tooSmall',
        at: 'machine.host_memory',
        says: 'at least 8.5 GiB of main memory a node, and `host_memory` is 8728MiB\nThe process builds',
      },
    ],
  },
  {
    // 8 · 8.52 GiB
    name: 'counts the processes of a node',
    change: full({ host_memory: '64GiB', gpus_per_node: 8, nodes: 2 }),
    expect: [
      { message: 'tooSmall', at: 'machine.host_memory', says: 'at least 68.2 GiB of main memory a node' },
    ],
  },
  {
    name: 'counts the average',
    change: { ...full({ host_memory: '12GiB' }), ema: { decay: 0.999 } },
    expect: [{ message: 'tooSmall', at: 'machine.host_memory', says: 'at least 12.2 GiB' }],
  },
  {
    name: 'leaves out the loaders, which start later',
    change: full({ host_memory: '9GiB', workers: 64 }),
    expect: [],
  },
  {
    name: 'is silent about a card that is not known',
    change: full({ gpu: 'RTX-9999', host_memory: '4GiB' }),
    expect: [],
  },
]);
