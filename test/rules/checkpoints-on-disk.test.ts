import { checkpointsOnDisk } from '../../src/rules/checkpoints-on-disk.ts';
import { testRule } from '../support/test-rule.ts';

testRule(checkpointsOnDisk, [
  { name: 'takes as many adapters as you like', change: { save: { every: '1 steps' } }, expect: [] },
  {
    name: 'takes many when few are kept',
    change: { method: { kind: 'full' }, save: { every: '1 steps', keep: 4 } },
    expect: [],
  },
  {
    name: 'takes one an epoch',
    change: { method: { kind: 'full' }, save: { every: '1 epoch' } },
    expect: [],
  },
  {
    name: 'is silent when it cannot count',
    change: {
      method: { kind: 'full' },
      save: { every: '1 epoch' },
      data: { sources: { porcelain: { rows: undefined } } },
    },
    expect: [],
  },
  {
    name: 'adds up models',
    change: { method: { kind: 'full' }, save: { every: '5 steps' } },
    expect: [{ message: 'many', at: 'save.keep', says: '401 checkpoints of 3.0 GB are kept, 1.2 TB in all' }],
  },
  {
    name: 'adds up ControlNets',
    change: {
      method: { kind: 'controlnet', control: 'canny' },
      save: { every: '2 steps' },
      machine: { memory: { micro_batch: 1 } },
    },
    expect: [
      { message: 'many', at: 'save.keep', says: '1001 checkpoints of 1.5 GB are kept, 1.5 TB in all' },
    ],
  },
  {
    name: 'adds the average',
    change: {
      method: { kind: 'full' },
      ema: { decay: 0.99 },
      length: '200 epochs',
      save: { every: '1 epoch' },
    },
    expect: [{ message: 'many', at: 'save.keep', says: '201 checkpoints of 9.0 GB' }],
  },
  {
    name: 'counts the steps of epochs from the stated rows',
    change: { method: { kind: 'full' }, length: '8 epochs', save: { every: '10 steps' } },
    expect: [{ message: 'many', at: 'save.keep', says: '501 checkpoints' }],
  },
]);
