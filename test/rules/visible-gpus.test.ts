import { visibleGpus } from '../../src/rules/visible-gpus.ts';
import { testRule } from '../support/test-rule.ts';

testRule(visibleGpus, [
  {
    name: 'takes as many as are used',
    change: { machine: { gpus_per_node: 2, env: { CUDA_VISIBLE_DEVICES: '2,3' } } },
    expect: [],
  },
  { name: 'takes one number', change: { machine: { env: { CUDA_VISIBLE_DEVICES: 3 } } }, expect: [] },
  {
    name: 'compares the number of GPUs',
    change: { machine: { gpus_per_node: 4, env: { CUDA_VISIBLE_DEVICES: '0' } } },
    expect: [
      {
        message: 'count',
        at: 'machine.env.CUDA_VISIBLE_DEVICES',
        says: 'has 1 GPU, and `gpus_per_node` is 4',
      },
    ],
  },
  {
    name: 'refuses a UUID',
    change: { machine: { env: { CUDA_VISIBLE_DEVICES: 'GPU-8a56a4bc' } } },
    expect: [{ message: 'notNumbers', at: 'machine.env.CUDA_VISIBLE_DEVICES' }],
  },
]);
