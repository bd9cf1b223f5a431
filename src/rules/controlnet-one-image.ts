import { defineRule } from './rule.ts';

export const controlnetOneImage = defineRule({
  id: 'controlnet-one-image',
  severity: 'error',
  summary: 'A ControlNet is trained with one image a GPU at a time.',
  source: 'HunyuanDiT 368280e, hydit/train_deepspeed_controlnet.py:219-222 (`image.squeeze(0)`)',
  traps: ['T127'],
  messages: {
    several: (p: { images: number }) => ({
      message: `\`micro_batch\` is ${p.images}, and the trainer of a ControlNet takes one image at a time`,
      help: 'It makes the control image of the only picture in the batch and ends at the first step with more. Write `micro_batch: 1` or `auto`; `batch` stays as it is, by accumulation.',
    }),
  },
  check({ experiment: { method, machine }, report }) {
    const images = machine.memory.micro_batch;
    if (method.kind !== 'controlnet' || images === 1) return;
    report('several', { at: ['machine', 'memory', 'micro_batch'], with: { images }, replacement: '1' });
  },
});
