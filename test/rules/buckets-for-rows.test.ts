import { bucketsForRows } from '../../src/rules/buckets-for-rows.ts';
import { testRule } from '../support/test-rule.ts';

const rows = (count: number | undefined): { data: object } => ({
  data: { sources: { porcelain: { rows: count } } },
});

testRule(bucketsForRows, [
  {
    name: 'takes one image a step, which needs no filling',
    change: { ...rows(10), machine: { memory: { micro_batch: 1 } } },
    expect: [],
  },
  { name: 'takes as many rows as places', change: rows(66), expect: [] },
  { name: 'is silent when rows are not stated', change: rows(undefined), expect: [] },
  {
    name: 'leaves a step that is refused to its own rule',
    change: { ...rows(10), resolution: { step: 1000 } },
    expect: [],
  },
  {
    name: 'counts the buckets of a step',
    change: rows(65),
    expect: [
      {
        message: 'many',
        at: 'resolution.step',
        says: '33 buckets of 2 images a step are 66 places, and there are 65 rows',
      },
    ],
  },
  {
    name: 'counts ratios and GPUs',
    change: {
      ...rows(20),
      resolution: { step: undefined, ratios: ['1/1', '4/3', '3/4'] },
      machine: { gpus_per_node: 4 },
    },
    expect: [
      { message: 'many', at: 'resolution.ratios', says: '3 buckets of 8 images a step are 24 places' },
    ],
  },
]);
