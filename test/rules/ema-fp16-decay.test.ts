import { emaFp16Decay } from '../../src/rules/ema-fp16-decay.ts';
import { testRule } from '../support/test-rule.ts';

testRule(emaFp16Decay, [
  { name: 'takes 0.995 in fp16', change: { ema: { decay: 0.995, dtype: 'fp16' } }, expect: [] },
  { name: 'takes any decay in fp32', change: { ema: { decay: 0.9999 } }, expect: [] },
  {
    name: 'warns of an average that fp16 would freeze',
    change: { ema: { decay: 0.9999, dtype: 'fp16' } },
    expect: [
      { message: 'frozen', at: 'ema.dtype', says: 'by 0.0001 of the difference', replacement: 'fp32' },
    ],
  },
]);
