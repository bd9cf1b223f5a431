import { partOfUpdate } from '../../src/rules/part-of-update.ts';
import { testRule } from '../support/test-rule.ts';

// Batch 8 by 2: an update is four micro steps.
const single = { resolution: { kind: 'single', size: 1024 } };
const rows = (count: number | undefined): object => ({ sources: { porcelain: { rows: count } } });

testRule(partOfUpdate, [
  { name: 'takes whole updates', change: { ...single, data: rows(100), length: '2 epochs' }, expect: [] },
  { name: 'takes a length in steps', change: { ...single, data: rows(100), length: '30 steps' }, expect: [] },
  { name: 'leaves buckets to the plan', change: { data: rows(100), length: '5 epochs' }, expect: [] },
  {
    name: 'is silent when rows are not stated',
    change: { ...single, data: rows(undefined), length: '5 epochs' },
    expect: [],
  },
  {
    name: 'leaves a run without an update to its own rule',
    change: { ...single, data: rows(6), length: '1 epoch' },
    expect: [],
  },
  {
    name: 'leaves a batch that does not divide to its own rule',
    change: { ...single, batch: 9, data: rows(100), length: '5 epochs' },
    expect: [],
  },
  {
    name: 'finds what is left, and the epochs that leave nothing',
    change: { ...single, data: rows(100), length: '5 epochs' },
    expect: [
      {
        message: 'left',
        at: 'length',
        says: '5 epochs ends in a part of an update: the last 2 of 4 micro steps',
      },
    ],
  },
  {
    name: 'counts what each GPU drops at the end of an epoch first',
    change: { ...single, data: rows(103), machine: { gpus_per_node: 2 }, length: '5 epochs' },
    expect: [{ message: 'left', at: 'length', says: '4 and 6 epochs leave nothing' }],
  },
]);
