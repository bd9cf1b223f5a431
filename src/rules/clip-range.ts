import { defineRule } from './rule.ts';

const RANGE = [0.05, 10] as const;

export const clipRange = defineRule({
  id: 'clip-range',
  severity: 'warning',
  summary: 'Gradients are clipped at a norm that single bad batches exceed and good ones do not.',
  source:
    'HunyuanDiT 368280e, hydit/ds_config.py (1.0); Pascanu et al. 2013, arXiv 1211.5063; Brown et al. 2020, arXiv 2005.14165 (1.0)',
  traps: [],
  messages: {
    loose: (p: { clip: number }) => ({
      message: `\`optimizer.clip\` is ${p.clip}, which next to no gradient reaches`,
      help: 'A limit that is never reached limits nothing: one bad batch goes through whole. Upstream clips at 1.0.',
    }),
    tight: (p: { clip: number }) => ({
      message: `\`optimizer.clip\` is ${p.clip}, which nearly every gradient exceeds`,
      help: 'Then every gradient is cut to the same length, which Adam divides away: clipping does nothing but hide how large gradients are. Upstream clips at 1.0.',
    }),
  },
  check({ experiment: { optimizer }, report }) {
    const { clip } = optimizer;
    const at = ['optimizer', 'clip'];
    if (clip > RANGE[1]) report('loose', { at, with: { clip } });
    if (clip < RANGE[0]) report('tight', { at, with: { clip } });
  },
});
