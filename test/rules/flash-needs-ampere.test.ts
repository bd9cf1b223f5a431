import { flashNeedsAmpere } from '../../src/rules/flash-needs-ampere.ts';
import { testRule } from '../support/test-rule.ts';

testRule(flashNeedsAmpere, [
  {
    name: 'takes an old card with the attention of PyTorch',
    change: { machine: { gpu: 'T4', memory: { attention: 'torch' } } },
    expect: [],
  },
  {
    name: 'takes an Ampere card by its numbers',
    change: { machine: { gpu: { memory: '40GiB', compute: 8 } } },
    expect: [],
  },
  { name: 'leaves an unknown card to its own rule', change: { machine: { gpu: 'S9000' } }, expect: [] },
  {
    name: 'refuses a V100',
    change: { machine: { gpu: 'V100-32GB', memory: { attention: 'flash' } } },
    expect: [
      {
        message: 'tooOld',
        at: 'machine.memory.attention',
        says: 'V100-32GB has compute capability 7.0',
        replacement: 'torch',
      },
    ],
  },
  {
    name: 'refuses a card by its numbers',
    change: { machine: { gpu: { memory: '16GiB', compute: 7.5 }, memory: { attention: 'flash' } } },
    expect: [{ message: 'tooOld', at: 'machine.memory.attention', says: 'this card', replacement: 'torch' }],
  },
]);
