import { defineRule } from './rule.ts';

export const loaderInTrainer = defineRule({
  id: 'loader-in-trainer',
  severity: 'info',
  summary: 'Images are decoded beside the training, not within it.',
  source: 'HunyuanDiT 368280e, hydit/train_deepspeed.py:420-428',
  traps: ['T147'],
  messages: {
    none: () => ({
      message: '`workers` is 0, so the trainer decodes every image itself',
      help: 'The GPU waits meanwhile. Write 2 to 8 processes a GPU, with a core for each.',
    }),
  },
  check({ experiment: { machine }, report }) {
    if (machine.workers === 0) report('none', { at: ['machine', 'workers'] });
  },
});
