import { isPublic } from './public-weights.ts';
import { defineRule } from './rule.ts';

export const xlNeedsOwnWeights = defineRule({
  id: 'xl-needs-own-weights',
  severity: 'error',
  summary: 'The public weights are loaded into the architecture that they were made for.',
  source: 'HunyuanDiT 368280e, hydit/modules/models.py, HUNYUAN_DIT_MODELS; the public files are DiT-g/2',
  traps: [],
  messages: {
    noPublic: (p: { weights: string }) => ({
      message: `\`${p.weights}\` is a file of g/2, and \`model.size\` is XL/2`,
      help: 'There are no public weights of XL/2: shapes would not fit. Give the path of weights of your own, take `size: g/2`, or train from scratch with `weights: random`.',
    }),
  },
  check({ experiment: { model, method }, report }) {
    if (model.size !== 'XL/2') return;
    if (isPublic(model.weights))
      report('noPublic', { at: ['model', 'weights'], with: { weights: model.weights } });
    if (method.kind === 'ipadapter' && method.weights === 'public')
      report('noPublic', { at: ['method', 'weights'], with: { weights: method.weights } });
  },
});
