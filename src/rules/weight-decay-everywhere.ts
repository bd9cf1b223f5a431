import { defineRule } from './rule.ts';

export const weightDecayEverywhere = defineRule({
  id: 'weight-decay-everywhere',
  severity: 'info',
  summary: 'Weight decay does not pull on parameters that it is not meant for.',
  source: 'HunyuanDiT 368280e, hydit/train_deepspeed.py (one parameter group), hydit/ds_config.py:15-21',
  traps: ['T78'],
  messages: {
    all: (p: { decay: number }) => ({
      message: `\`weight_decay\` ${p.decay} pulls biases, norms and embeddings to 0 too`,
      help: 'The trainer has one group of parameters, so nothing is left out. Upstream trains with 0.',
    }),
  },
  check({ experiment: { optimizer, method }, report }) {
    if (optimizer.weight_decay === 0 || method.kind !== 'full') return;
    report('all', { at: ['optimizer', 'weight_decay'], with: { decay: optimizer.weight_decay } });
  },
});
