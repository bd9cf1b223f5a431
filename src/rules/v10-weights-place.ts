import { isPublic } from './public-weights.ts';
import { defineRule } from './rule.ts';

export const v10WeightsPlace = defineRule({
  id: 'v10-weights-place',
  severity: 'info',
  summary: 'A public file is found where no other release puts its own.',
  source:
    'HunyuanDiT 368280e, README.md and hydit/train.sh: v1.0 and v1.2 are both downloaded to ckpts/t2i/model',
  traps: ['T53'],
  messages: {
    shared: (p: { file: string }) => ({
      message: `\`${p.file}\` of the checkout may be the file of v1.2`,
      help: 'Downloads of v1.0 and v1.2 go to the same folder, and their shapes differ. Be sure which of the two is there, or name a file of your own by its path.',
    }),
  },
  check({ experiment: { model }, report }) {
    if (model.version !== 'v1.0' || !isPublic(model.weights)) return;
    const file = `ckpts/t2i/model/pytorch_model_${model.weights}.pt`;
    report('shared', { at: ['model', 'weights'], with: { file } });
  },
});
