import { defineRule } from './rule.ts';

export const distillNotPublic = defineRule({
  id: 'distill-not-public',
  severity: 'warning',
  summary: 'A public weights file is one that its release has.',
  source:
    'Tencent-Hunyuan/HunyuanDiT-v1.2 on Hugging Face; Tencent/HunyuanDiT issue 239 (hydit/train.sh names a file that is not there)',
  traps: [],
  messages: {
    absent: () => ({
      message: 'the download of v1.2 has no `distill` weights',
      help: 'It has `ema` and `module`. Take `ema` to start from the model that is meant for use.',
    }),
  },
  check({ experiment: { model }, report }) {
    if (model.version !== 'v1.2' || model.weights !== 'distill') return;
    report('absent', { at: ['model', 'weights'], replacement: 'ema' });
  },
});
