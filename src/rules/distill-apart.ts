import { defineRule } from './rule.ts';

export const distillApart = defineRule({
  id: 'distill-apart',
  severity: 'warning',
  summary: 'A public weights file is one that the download of its release has.',
  source:
    'HunyuanDiT 368280e, README.md:743 (Distillation-v1.2 is a download of its own), hydit/train.sh:2; Tencent/HunyuanDiT issue 239',
  traps: [],
  messages: {
    absent: () => ({
      message: 'the download of v1.2 has no `distill` weights',
      help: 'They are a download of their own, `Tencent-Hunyuan/Distillation-v1.2`, to be put beside the others in `ckpts/t2i/model`. The download of v1.2 has `ema` and `module`.',
    }),
  },
  check({ experiment: { model }, report }) {
    if (model.version === 'v1.2' && model.weights === 'distill')
      report('absent', { at: ['model', 'weights'] });
  },
});
