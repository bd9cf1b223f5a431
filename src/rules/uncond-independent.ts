import { defineRule } from './rule.ts';

export const uncondIndependent = defineRule({
  id: 'uncond-independent',
  severity: 'info',
  summary: 'Samples without any text are as many as they seem.',
  source: 'HunyuanDiT 368280e, hydit/data_loader/arrow_load_stream.py:290-299 (one draw an encoder)',
  traps: ['T102'],
  messages: {
    product: (p: { clip: number; t5: number; both: number }) => ({
      message: `text is left out for both encoders in ${p.both} % of the samples`,
      help: `Each encoder draws by itself: ${p.clip} × ${p.t5}. In the others one of the two still reads the caption, which guidance never does.`,
    }),
    one: (p: { empty: string; reads: string }) => ({
      message: `text is left out for ${p.empty} only, never for both encoders`,
      help: `Guidance compares with a picture without any text, but here ${p.reads} always reads the caption. Give both encoders a chance, or none.`,
    }),
  },
  check({ experiment: { captions }, report }) {
    const { clip, t5 } = captions.uncond;
    const at = ['captions', 'uncond'];
    if (clip === 0 && t5 === 0) return;
    if (clip === 0) report('one', { at, with: { empty: 'mT5', reads: 'CLIP' } });
    else if (t5 === 0) report('one', { at, with: { empty: 'CLIP', reads: 'mT5' } });
    else if (clip < 1 && t5 < 1)
      report('product', { at, with: { clip, t5, both: Number((clip * t5 * 100).toPrecision(3)) } });
  },
});
