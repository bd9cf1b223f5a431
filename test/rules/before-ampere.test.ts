import { beforeAmpere } from '../../src/rules/before-ampere.ts';
import { testRule } from '../support/test-rule.ts';

testRule(beforeAmpere, [
  { name: 'takes Ampere', change: { machine: { gpu: 'A100-40GB' } }, expect: [] },
  {
    name: 'takes a card of the last generation',
    change: { machine: { gpu: { memory: '24GiB', compute: 8 }, memory: { attention: 'torch' } } },
    expect: [],
  },
  { name: 'is silent about a card that is not known', change: { machine: { gpu: 'RTX-9999' } }, expect: [] },
  {
    name: 'leaves flash to flash-needs-ampere',
    change: { machine: { gpu: 'V100-32GB', memory: { attention: 'flash' } } },
    expect: [],
  },
  {
    name: 'speaks of Volta',
    change: { machine: { gpu: 'V100-32GB' } },
    expect: [
      {
        message: 'noFlash',
        at: 'machine.gpu',
        says: "attention runs in PyTorch's kernels: V100-32GB has compute capability 7.0",
      },
    ],
  },
  {
    name: 'speaks of Turing',
    change: { machine: { gpu: 'T4', memory: { attention: 'torch' } } },
    expect: [{ message: 'noFlash', at: 'machine.gpu', says: 'T4 has compute capability 7.5' }],
  },
  {
    name: 'speaks of a card in numbers',
    change: { machine: { gpu: { memory: '24GiB', compute: 7.5 } } },
    expect: [{ message: 'noFlash', at: 'machine.gpu', says: 'this card has compute capability 7.5' }],
  },
  {
    name: 'speaks of Pascal',
    change: { machine: { gpu: 'GTX-1080Ti' } },
    expect: [
      {
        message: 'noTensorCores',
        at: 'machine.gpu',
        says: 'fp16 runs without tensor cores: GTX-1080Ti has compute capability 6.1',
      },
    ],
  },
]);
