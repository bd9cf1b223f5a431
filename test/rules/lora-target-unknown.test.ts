import { loraTargetUnknown } from '../../src/rules/lora-target-unknown.ts';
import { testRule } from '../support/test-rule.ts';

testRule(loraTargetUnknown, [
  {
    name: 'takes the end of a name',
    change: { method: { targets: ['fc1', 'default_modulation.1'] } },
    expect: [],
  },
  { name: 'takes a whole name', change: { method: { targets: ['final_layer.linear'] } }, expect: [] },
  { name: 'does not ask a full fine-tune', change: { method: { kind: 'full' } }, expect: [] },
  {
    name: 'suggests the name that is spelled most like it',
    change: { method: { targets: ['Wqkv', 'out_porj'] } },
    expect: [{ message: 'unknown', at: 'method.targets[1]', replacement: 'out_proj' }],
  },
  {
    name: 'lists the layers of a block for the name of another model',
    change: { method: { targets: ['attentions'] } },
    expect: [{ message: 'unknown', at: 'method.targets[0]', says: '`attn1.Wqkv`' }],
  },
]);
