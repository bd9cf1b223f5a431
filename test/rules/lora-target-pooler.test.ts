import { loraTargetPooler } from '../../src/rules/lora-target-pooler.ts';
import { testRule } from '../support/test-rule.ts';

testRule(loraTargetPooler, [
  { name: 'takes the queries of the blocks', change: { method: { targets: ['attn2.q_proj'] } }, expect: [] },
  { name: 'does not ask a full fine-tune', change: { method: { kind: 'full' } }, expect: [] },
  {
    name: 'counts what q_proj wastes',
    change: { method: { targets: ['Wqkv', 'q_proj'] } },
    expect: [
      { message: 'partly', at: 'method.targets[1]', says: '262144 parameters', replacement: 'attn2.q_proj' },
    ],
  },
  {
    name: 'says when a target is nowhere else',
    change: { method: { targets: ['Wqkv', 'v_proj'] } },
    expect: [{ message: 'wholly', at: 'method.targets[1]', says: '262144 parameters' }],
  },
]);
