import { seedRange } from '../../src/rules/seed-range.ts';
import { testRule } from '../support/test-rule.ts';

testRule(seedRange, [
  {
    name: 'takes the largest seed with two GPUs',
    change: { seed: 2147483647, machine: { gpus_per_node: 2 } },
    expect: [],
  },
  {
    name: 'tells the largest seed for four',
    change: { seed: 2147483647, machine: { gpus_per_node: 4 }, batch: 8 },
    expect: [{ message: 'tooLarge', at: 'seed', says: 'Take 1073741823 at most' }],
  },
]);
