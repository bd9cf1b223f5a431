import { defineRule } from './rule.ts';

export const stepOrRatios = defineRule({
  id: 'step-or-ratios',
  severity: 'error',
  summary: 'Buckets are made by `step` or by `ratios`, by exactly one of them.',
  source: 'HunyuanDiT 368280e, IndexKits/index_kits/bucket.py, ResolutionGroup.__init__',
  traps: ['T85'],
  messages: {
    neither: (p: { base: number }) => ({
      message: '`resolution` has neither `step` nor `ratios`, so there is one bucket',
      help: `Write \`step: 64\` for buckets of all shapes, or \`ratios\` for a few. For squares only, write \`{kind: single, size: ${p.base}}\`.`,
    }),
    both: (p: { step: number; ratios: number }) => ({
      message: `\`resolution\` has \`step\` ${p.step} and ${p.ratios} \`ratios\`, of which the trainer would ignore the step`,
      help: 'Delete one of the two.',
    }),
  },
  check({ experiment: { resolution }, report }) {
    if (resolution.kind !== 'multi') return;
    const { base, step, ratios } = resolution;
    if (step === undefined && ratios === undefined)
      report('neither', { at: ['resolution'], with: { base }, key: true });
    if (step !== undefined && ratios !== undefined)
      report('both', { at: ['resolution', 'step'], with: { step, ratios: ratios.length }, key: true });
  },
});
