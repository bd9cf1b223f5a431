import { defineRule } from './rule.ts';

export const referenceUncropped = defineRule({
  id: 'reference-uncropped',
  severity: 'info',
  summary: 'An IP-Adapter reads the part of the picture that it learns to draw.',
  source:
    'HunyuanDiT 368280e, hydit/data_loader/arrow_load_stream.py:186-203 (the reference is `image`, not `image_crop`)',
  traps: [],
  messages: {
    whole: () => ({
      message: '`resolution` is single, and the reference image of an IP-Adapter is then the whole picture',
      help: 'What is drawn is a square cut out of it; the reference is all of it, squeezed to 224 × 224. With `kind: multi`, as in upstream’s script, both are the same part.',
    }),
  },
  check({ experiment: { method, resolution }, report }) {
    if (method.kind !== 'ipadapter' || resolution.kind !== 'single') return;
    report('whole', { at: ['resolution', 'kind'] });
  },
});
