import { memoryWasted } from '../../src/rules/memory-wasted.ts';
import { testRule } from '../support/test-rule.ts';

const eight = (memory: object) => ({
  method: { kind: 'full' },
  batch: 32,
  machine: { gpu: 'A800-80GB', gpus_per_node: 8, memory },
});

testRule(memoryWasted, [
  { name: 'takes what is left to auto', change: eight({ zero: 'auto' }), expect: [] },
  { name: 'takes the first stage', change: eight({ zero: 1 }), expect: [] },
  {
    name: 'finds a stage that is not needed',
    change: eight({ zero: 3 }),
    expect: [{ message: 'dear', at: 'machine.memory.zero', says: '`zero` is 3, and it fits with 1' }],
  },
  {
    name: 'finds states in main memory that would fit on the GPU',
    change: eight({ zero: 2, offload: 'optimizer' }),
    expect: [
      {
        message: 'dear',
        at: 'machine.memory.offload',
        says: '`offload` is optimizer, and it fits with none',
      },
    ],
  },
  {
    name: 'takes states in main memory where they would not fit on the GPU',
    change: { method: { kind: 'full' }, machine: { memory: { zero: 1, offload: 'optimizer' } } },
    expect: [],
  },
  {
    name: 'finds blocks that are recomputed without need',
    change: { machine: { memory: { micro_batch: 1, gradient_checkpointing: true } } },
    expect: [
      {
        message: 'dear',
        at: 'machine.memory.gradient_checkpointing',
        says: '`gradient_checkpointing` is true, and it fits with false',
      },
    ],
  },
  {
    name: 'finds a share of them too',
    change: { machine: { memory: { micro_batch: 1, gradient_checkpointing: 0.5 } } },
    expect: [
      {
        message: 'dear',
        at: 'machine.memory.gradient_checkpointing',
        says: '`gradient_checkpointing` is 0.5, and it fits with false',
      },
    ],
  },
  {
    name: 'takes all blocks where some would have to be recomputed',
    change: { machine: { memory: { gradient_checkpointing: true } } },
    expect: [],
  },
  {
    name: 'leaves a stage on one GPU to zero-on-one-gpu',
    change: { machine: { memory: { zero: 2 } } },
    expect: [],
  },
  {
    name: 'has nothing to say where it does not fit',
    change: { machine: { gpu: 'RTX-3070', memory: { gradient_checkpointing: true } } },
    expect: [],
  },
  {
    name: 'is silent about a card that is not known',
    change: { machine: { gpu: 'RTX-9999', memory: { gradient_checkpointing: true } } },
    expect: [],
  },
]);
