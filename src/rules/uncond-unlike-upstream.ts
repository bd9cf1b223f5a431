import { defineRule } from './rule.ts';

/** What upstream's scripts for full and LoRA runs pass for models up to v1.1. */
const UPSTREAM = 0.44;

export const uncondUnlikeUpstream = defineRule({
  id: 'uncond-unlike-upstream',
  severity: 'info',
  summary: 'Text is left out as often as in the scripts for that model.',
  source: 'HunyuanDiT 368280e, hydit/train_v1.1.sh and lora/train_lora_v1.1.sh (0.44), hydit/train.sh (0)',
  traps: [],
  messages: {
    never: (p: { version: string }) => ({
      message: `no sample is trained without its text, while upstream's scripts for ${p.version} leave it out in ${UPSTREAM * 100} %`,
      help: `Guidance needs a model that also works without text; a long run may unlearn it. Upstream's values are \`uncond: {clip: ${UPSTREAM}, t5: ${UPSTREAM}}\`; its scripts for v1.2 have 0.`,
    }),
  },
  check({ experiment: { model, captions }, report }) {
    const { clip, t5 } = captions.uncond;
    if (model.version === 'v1.2' || clip > 0 || t5 > 0) return;
    report('never', { at: ['captions', 'uncond'], with: { version: model.version } });
  },
});
