import { defineRule } from './rule.ts';

export const controlnetNeedsG2 = defineRule({
  id: 'controlnet-needs-g2',
  severity: 'error',
  summary: 'A ControlNet steers a model of the size that it is made for.',
  source: 'HunyuanDiT 368280e, hydit/train_deepspeed_controlnet.py:345-354 (its sizes are those of DiT-g/2)',
  traps: [],
  messages: {
    shapes: () => ({
      message: '`method` is a ControlNet and `model.size` is XL/2',
      help: 'The trainer builds every ControlNet with the blocks of g/2, into which those of XL/2 do not fit. Take `size: g/2`.',
    }),
  },
  check({ experiment: { model, method }, report }) {
    if (method.kind !== 'controlnet' || model.size !== 'XL/2') return;
    report('shapes', { at: ['model', 'size'], replacement: 'g/2' });
  },
});
