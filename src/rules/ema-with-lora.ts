import { emaOf } from '../experiment/experiment.ts';
import { defineRule } from './rule.ts';

export const emaWithLora = defineRule({
  id: 'ema-with-lora',
  severity: 'error',
  summary: 'A LoRA run has no moving average.',
  source: 'HunyuanDiT 368280e, hydit/train_deepspeed.py:211 (`args.use_ema = False` for LoRA)',
  traps: ['T49'],
  messages: {
    off: (p: { decay: number }) => ({
      message: `\`ema\` has a decay of ${p.decay}, and the trainer averages nothing for a LoRA`,
      help: 'It switches the average off without a word, so no such file would be there at the end. Delete `ema` or write `none`.',
    }),
  },
  check({ experiment, report }) {
    const ema = emaOf(experiment);
    if (ema === undefined || experiment.method.kind !== 'lora') return;
    report('off', { at: ['ema'], with: { decay: ema.decay }, replacement: 'none' });
  },
});
