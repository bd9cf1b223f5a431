import { emaWithLora } from '../../src/rules/ema-with-lora.ts';
import { testRule } from '../support/test-rule.ts';

testRule(emaWithLora, [
  {
    name: 'takes an average in a full fine-tune',
    change: { method: { kind: 'full' }, ema: { decay: 0.99 } },
    expect: [],
  },
  {
    name: 'refuses one in a LoRA run',
    change: { ema: { decay: 0.9999 } },
    expect: [{ message: 'off', at: 'ema', says: '0.9999', replacement: 'none' }],
  },
]);
