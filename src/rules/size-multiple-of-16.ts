import { nearestMultiples } from './nearest-multiples.ts';
import { defineRule } from './rule.ts';

export const sizeMultipleOf16 = defineRule({
  id: 'size-multiple-of-16',
  severity: 'error',
  summary: 'The size of images is a multiple of 16 pixels.',
  source: 'HunyuanDiT 368280e, hydit/train_deepspeed.py (align=16), IndexKits/index_kits/bucket.py',
  traps: ['T85', 'T90'],
  messages: {
    unaligned: (p: { key: string; size: number; nearest: string }) => ({
      message: `\`${p.key}\` is ${p.size}, which 16 does not divide`,
      help: `The VAE divides sides by 8 and the patches of the transformer by 2 more. The nearest sizes are ${p.nearest}.`,
    }),
  },
  check({ experiment: { resolution }, report }) {
    const key = resolution.kind === 'single' ? 'size' : 'base';
    const size = resolution.kind === 'single' ? resolution.size : resolution.base;
    if (size % 16 === 0) return;
    report('unaligned', {
      at: ['resolution', key],
      with: { key, size, nearest: nearestMultiples(size, 16) },
    });
  },
});
