import { defineRule } from './rule.ts';

/** What papers train transformers and diffusion models with: 0.9 for the mean; 0.95 (GPT-3) to 0.999 (DiT) for the square. */
const MEAN = [0.5, 0.99] as const;
const SQUARE = [0.9, 0.9999] as const;
const EPS = [1e-12, 1e-5] as const;

export const adamRange = defineRule({
  id: 'adam-range',
  severity: 'warning',
  summary: 'Betas and eps of AdamW are of a size with which transformers have been trained.',
  source:
    'Kingma and Ba 2015, arXiv 1412.6980 (0.9, 0.999, 1e-8); Peebles and Xie 2022, arXiv 2212.09748 (DiT: the same); Brown et al. 2020, arXiv 2005.14165 (0.95)',
  traps: [],
  messages: {
    beta: (p: { which: string; value: number; lowest: number; highest: number; steps: number }) => ({
      message: `the ${p.which} of \`optimizer.betas\` is ${p.value}, outside ${p.lowest} to ${p.highest}`,
      help: `It averages over about ${p.steps} optimizer ${p.steps === 1 ? 'step' : 'steps'}. DiT and HunyuanDiT train with [0.9, 0.999].`,
    }),
    eps: (p: { eps: number; lowest: number; highest: number }) => ({
      message: `\`optimizer.eps\` is ${p.eps}, outside ${p.lowest} to ${p.highest}`,
      help:
        p.eps > p.highest
          ? 'It is added to the root of the mean square of a gradient, which is about as large late in training: every step then shrinks, and Adam becomes SGD. Papers take 1e-8.'
          : 'A gradient that is zero for a while then divides by next to nothing. Papers take 1e-8.',
    }),
  },
  check({ experiment: { optimizer }, report }) {
    const { betas, eps } = optimizer;
    const ranges = [
      ['first', MEAN],
      ['second', SQUARE],
    ] as const;
    for (const [index, [which, [lowest, highest]]] of ranges.entries()) {
      const value = betas[index] ?? 0;
      if (value >= lowest && value <= highest) continue;
      const steps = Math.max(1, Math.round(1 / (1 - value)));
      report('beta', { at: ['optimizer', 'betas', index], with: { which, value, lowest, highest, steps } });
    }
    if (eps < EPS[0] || eps > EPS[1])
      report('eps', { at: ['optimizer', 'eps'], with: { eps, lowest: EPS[0], highest: EPS[1] } });
  },
});
