import { controlnetOneImage } from '../../src/rules/controlnet-one-image.ts';
import { testRule } from '../support/test-rule.ts';

const method = { kind: 'controlnet', control: 'canny' };

testRule(controlnetOneImage, [
  { name: 'takes one image', change: { method, machine: { memory: { micro_batch: 1 } } }, expect: [] },
  {
    name: 'takes what `auto` comes to',
    change: { method, machine: { memory: { micro_batch: 'auto' } } },
    expect: [],
  },
  { name: 'takes several for an IP-Adapter', change: { method: { kind: 'ipadapter' } }, expect: [] },
  {
    name: 'refuses several',
    change: { method },
    expect: [
      { message: 'several', at: 'machine.memory.micro_batch', says: '`micro_batch` is 2', replacement: '1' },
    ],
  },
]);
