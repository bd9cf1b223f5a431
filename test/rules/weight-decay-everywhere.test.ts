import { weightDecayEverywhere } from '../../src/rules/weight-decay-everywhere.ts';
import { testRule } from '../support/test-rule.ts';

testRule(weightDecayEverywhere, [
  {
    name: 'has nothing to say about the two matrices of a LoRA',
    change: { optimizer: { weight_decay: 0.01 } },
    expect: [],
  },
  {
    name: 'says what decays in a full fine-tune',
    change: { method: { kind: 'full' }, optimizer: { weight_decay: 0.01 } },
    expect: [{ message: 'all', at: 'optimizer.weight_decay' }],
  },
]);
