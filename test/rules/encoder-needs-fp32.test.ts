import { encoderNeedsFp32 } from '../../src/rules/encoder-needs-fp32.ts';
import { testRule } from '../support/test-rule.ts';
import type { Change } from '../support/valid-experiment.ts';

const change = (method: object, version: string, dtype: string): Change => ({
  method,
  model: { version },
  machine: { memory: { micro_batch: 1, encoder_dtype: dtype } },
});
const control = { kind: 'controlnet', control: 'canny' };
const prompt = { kind: 'ipadapter' };
const at = 'machine.memory.encoder_dtype';

testRule(encoderNeedsFp32, [
  {
    name: 'takes what `auto` comes to for a ControlNet',
    change: change(control, 'v1.2', 'auto'),
    expect: [],
  },
  { name: 'takes what `auto` comes to for a style', change: change(prompt, 'v1.1', 'auto'), expect: [] },
  { name: 'takes fp16 for an IP-Adapter of v1.2', change: change(prompt, 'v1.2', 'fp16'), expect: [] },
  {
    name: 'refuses fp16 for a ControlNet',
    change: change(control, 'v1.2', 'fp16'),
    expect: [{ message: 'condition', at, replacement: 'fp32' }],
  },
  {
    name: 'refuses fp16 for an IP-Adapter of a model with styles',
    change: change(prompt, 'v1.0', 'fp16'),
    expect: [{ message: 'style', at, says: 'with v1.0', replacement: 'fp32' }],
  },
]);
