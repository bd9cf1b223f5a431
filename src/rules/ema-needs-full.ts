import { emaOf } from '../experiment/experiment.ts';
import { METHOD_NAMES } from './method-name.ts';
import { defineRule } from './rule.ts';

export const emaNeedsFull = defineRule({
  id: 'ema-needs-full',
  severity: 'error',
  summary: 'There is a moving average in a full fine-tune only.',
  source:
    'HunyuanDiT 368280e, hydit/train_deepspeed.py:211, train_deepspeed_controlnet.py:273 (`args.use_ema = False`), train_deepspeed_ipadapter.py:84-116 (never saved)',
  traps: ['T49', 'T50'],
  messages: {
    off: (p: { decay: number; method: string }) => ({
      message: `\`ema\` has a decay of ${p.decay}, and the trainer averages nothing for ${p.method}`,
      help: 'It switches the average off without a word, so no such file would be there at the end. Delete `ema` or write `none`.',
    }),
    lost: (p: { decay: number }) => ({
      message: `\`ema\` has a decay of ${p.decay}, and the trainer saves no average of an IP-Adapter`,
      help: 'It would keep a copy of the whole model on every GPU and write none of it. Delete `ema` or write `none`.',
    }),
  },
  check({ experiment, report }) {
    const ema = emaOf(experiment);
    const { kind } = experiment.method;
    if (ema === undefined || kind === 'full') return;
    const [at, replacement, { decay }] = [['ema'], 'none', ema];
    if (kind === 'ipadapter') report('lost', { at, with: { decay }, replacement });
    else report('off', { at, with: { decay, method: METHOD_NAMES[kind] }, replacement });
  },
});
