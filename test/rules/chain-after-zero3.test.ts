import { chainAfterZero3 } from '../../src/rules/chain-after-zero3.ts';
import { testRule } from '../support/test-rule.ts';

const run = (zero: number, ...stages: readonly object[]): { [key: string]: unknown } => ({
  method: { kind: 'full' },
  batch: 32,
  stages,
  machine: { gpu: 'A800-80GB', gpus_per_node: 8, memory: { zero, micro_batch: 1 } },
});
const AT = 'machine.memory.zero';

testRule(chainAfterZero3, [
  { name: 'takes stage 3 of ZeRO without stages of training', change: run(3), expect: [] },
  { name: 'takes it in the first, which starts from weights', change: run(3, { id: 'wide' }), expect: [] },
  { name: 'takes stage 2 of ZeRO', change: run(2, { id: 'wide' }, { id: 'last' }), expect: [] },
  {
    name: 'finds a start from a checkpoint of placeholders',
    change: run(3, { id: 'wide' }, { id: 'last' }),
    expect: [{ message: 'placeholders', at: AT, says: 'starts from `wide`' }],
  },
  {
    name: 'names the one before',
    change: run(3, { id: 'wide' }, { id: 'narrow' }, { id: 'last', start_from: 'ema' }),
    expect: [{ message: 'placeholders', at: AT, says: 'starts from `narrow`' }],
  },
]);
