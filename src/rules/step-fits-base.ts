import { nearestMultiples } from './nearest-multiples.ts';
import { defineRule } from './rule.ts';

export const stepFitsBase = defineRule({
  id: 'step-fits-base',
  severity: 'error',
  summary: '`step` is a multiple of 16 pixels and at most half of `base`.',
  source:
    'HunyuanDiT 368280e, IndexKits/index_kits/bucket.py, ResolutionGroup; hydit/diffusion/gaussian_diffusion.py',
  traps: ['T85', 'T86', 'T87'],
  messages: {
    unaligned: (p: { step: number; height: number; width: number; nearest: string }) => ({
      message: `\`step\` is ${p.step}, which 16 does not divide`,
      help: `It would make a bucket of ${p.height} × ${p.width} pixels, which the patches of the transformer do not cover. The nearest steps are ${p.nearest}.`,
    }),
    tooLarge: (p: { step: number; base: number; half: number }) => ({
      message: `\`step\` is ${p.step}, more than half of \`base\` ${p.base}`,
      help: `Buckets reach from half of \`base\` to twice as much. Take ${p.half} at most; 64 gives many shapes.`,
    }),
  },
  check({ experiment: { resolution }, report }) {
    if (resolution.kind !== 'multi' || resolution.step === undefined) return;
    const { base, step } = resolution;
    const at = ['resolution', 'step'];
    const half = Math.floor(base / 2);
    if (step > half) {
      report('tooLarge', { at, with: { step, base, half: Math.floor(half / 16) * 16 } });
      return;
    }
    if (step % 16 === 0) return;
    const nearest = nearestMultiples(step, 16);
    report('unaligned', { at, with: { step, height: base + step, width: base - step, nearest } });
  },
});
