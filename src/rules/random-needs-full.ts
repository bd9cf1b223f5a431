import { defineRule } from './rule.ts';

export const randomNeedsFull = defineRule({
  id: 'random-needs-full',
  severity: 'error',
  summary: 'What is put on a model is trained on one that has learned something.',
  source:
    'HunyuanDiT 368280e, hydit/train_deepspeed.py:447-461: without weights the adapter goes onto random numbers, which stay as they are',
  traps: ['T31'],
  messages: {
    adapter: (p: { kind: string }) => ({
      message: `\`weights: random\` goes with \`method: full\` only, and \`kind\` is \`${p.kind}\``,
      help: 'The model itself is not trained by this method: it would stay noise, without a word. Write `weights: ema`, the path of a file, or `method: {kind: full}`.',
    }),
  },
  check({ experiment: { model, method }, report }) {
    if (model.weights !== 'random' || method.kind === 'full') return;
    report('adapter', { at: ['model', 'weights'], with: { kind: method.kind }, replacement: 'ema' });
  },
});
