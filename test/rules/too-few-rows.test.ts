import { tooFewRows } from '../../src/rules/too-few-rows.ts';
import { testRule } from '../support/test-rule.ts';

const single = { resolution: { kind: 'single', size: 1024 } };
const rows = (count: number | undefined): object => ({ sources: { porcelain: { rows: count } } });

testRule(tooFewRows, [
  {
    name: 'takes rows that fill one step',
    change: { ...single, data: rows(4), machine: { gpus_per_node: 2 } },
    expect: [],
  },
  {
    name: 'counts repeats',
    change: { ...single, data: { sources: { porcelain: { rows: 1, times: 4 } } } },
    expect: [],
  },
  { name: 'lets buckets be padded', change: { data: rows(1) }, expect: [] },
  { name: 'is silent when rows are not stated', change: { ...single, data: rows(undefined) }, expect: [] },
  {
    name: 'finds an epoch without a step',
    change: { ...single, data: rows(3), machine: { gpus_per_node: 2 } },
    expect: [
      { message: 'noIteration', at: 'data.sources', says: '3 rows, and a step of all GPUs takes 4 images' },
    ],
  },
  {
    name: 'finds a run without an update',
    change: { ...single, data: rows(6), length: '1 epoch' },
    expect: [{ message: 'noUpdate', at: 'length', says: '1 epoch of 6 rows are less than one `batch` of 8' }],
  },
]);
