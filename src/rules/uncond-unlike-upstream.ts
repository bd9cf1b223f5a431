import type { Experiment } from '../experiment/experiment.ts';
import { METHOD_NAMES } from './method-name.ts';
import { defineRule } from './rule.ts';

/** What upstream's scripts for a method and a version pass for both encoders. */
function upstreamChance({ method, model }: Pick<Experiment, 'method' | 'model'>): number {
  if (method.kind === 'controlnet') return 0.44;
  if (method.kind === 'ipadapter') return 0.22;
  return model.version === 'v1.2' ? 0 : 0.44;
}

export const uncondUnlikeUpstream = defineRule({
  id: 'uncond-unlike-upstream',
  severity: 'info',
  summary: 'Text is left out as often as in the scripts for that model and method.',
  source:
    'HunyuanDiT 368280e, hydit/train_v1.1.sh, lora/train_lora_v1.1.sh, controlnet/train_controlnet.sh (0.44), ipadapter/train_ipadapter.sh (0.22), hydit/train.sh (0)',
  traps: [],
  messages: {
    never: (p: { what: string; chance: number }) => ({
      message: `no sample is trained without its text, while upstream's scripts for ${p.what} leave it out in ${p.chance * 100} %`,
      help: `Guidance needs a model that also works without text; a long run may unlearn it. Upstream's values are \`uncond: {clip: ${p.chance}, t5: ${p.chance}}\`; its scripts for full and LoRA runs of v1.2 have 0.`,
    }),
  },
  check({ experiment, report }) {
    const { clip, t5 } = experiment.captions.uncond;
    const chance = upstreamChance(experiment);
    if (chance === 0 || clip > 0 || t5 > 0) return;
    const { kind } = experiment.method;
    const what =
      kind === 'controlnet' || kind === 'ipadapter' ? METHOD_NAMES[kind] : experiment.model.version;
    report('never', { at: ['captions', 'uncond'], with: { what, chance } });
  },
});
