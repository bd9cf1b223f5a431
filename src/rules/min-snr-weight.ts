import { defineRule } from './rule.ts';

export const minSnrWeight = defineRule({
  id: 'min-snr-weight',
  severity: 'warning',
  summary: 'Samples are not weighed by the formula of another kind of prediction.',
  source:
    'HunyuanDiT 368280e, hydit/diffusion/gaussian_diffusion.py:544-553; Hang et al. 2023, arXiv 2303.09556',
  traps: ['T88'],
  messages: {
    formula: (p: { minSnr: number }) => ({
      message: `\`min_snr\` ${p.minSnr} weighs samples as if the model predicted noise`,
      help: 'The trainer uses min(SNR, k) / SNR, while every release predicts v, for which it is min(SNR, k) / (SNR + 1): samples with much noise would count most. Write `none`.',
    }),
  },
  check({ experiment: { diffusion }, report }) {
    if (typeof diffusion.min_snr !== 'number') return;
    const at = ['diffusion', 'min_snr'];
    report('formula', { at, with: { minSnr: diffusion.min_snr }, replacement: 'none' });
  },
});
