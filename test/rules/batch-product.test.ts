import { batchProduct } from '../../src/rules/batch-product.ts';
import { testRule } from '../support/test-rule.ts';

testRule(batchProduct, [
  { name: 'takes a whole accumulation', change: { batch: 12 }, expect: [] },
  {
    name: 'names the batches and the micro batches that work',
    change: { batch: 9 },
    expect: [{ message: 'remainder', at: 'batch', says: 'The nearest batches are 8 and 10' }],
  },
  {
    name: 'names the micro batches that work',
    change: { batch: 12, machine: { gpus_per_node: 2, memory: { micro_batch: 4 } } },
    expect: [{ message: 'remainder', at: 'batch', says: '`machine.memory.micro_batch` may be 1, 2, 3, 6' }],
  },
  {
    name: 'says when no micro batch would do',
    change: { batch: 10, machine: { gpus_per_node: 4 } },
    expect: [{ message: 'noMicroBatch', at: 'batch', says: 'The nearest batches are 8 and 12' }],
  },
]);
