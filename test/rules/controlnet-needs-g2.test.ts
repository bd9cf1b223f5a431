import { controlnetNeedsG2 } from '../../src/rules/controlnet-needs-g2.ts';
import { testRule } from '../support/test-rule.ts';

const method = { kind: 'controlnet', control: 'canny' };
const memory = { micro_batch: 1 };

testRule(controlnetNeedsG2, [
  { name: 'takes g/2', change: { method, machine: { memory } }, expect: [] },
  { name: 'takes XL/2 for a LoRA', change: { model: { size: 'XL/2', weights: './xl.pt' } }, expect: [] },
  {
    name: 'refuses XL/2',
    change: { method, model: { size: 'XL/2', weights: './xl.pt' }, machine: { memory } },
    expect: [{ message: 'shapes', at: 'model.size', replacement: 'g/2' }],
  },
]);
