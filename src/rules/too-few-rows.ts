import { defineRule } from './rule.ts';

export const tooFewRows = defineRule({
  id: 'too-few-rows',
  severity: 'error',
  summary: 'An epoch has at least one step, and the run at least one update.',
  source:
    'HunyuanDiT 368280e, IndexKits/index_kits/sampler.py:132-144, hydit/train_deepspeed.py:413-428 (`drop_last`)',
  traps: ['T39', 'T91'],
  messages: {
    noIteration: (p: { rows: number; images: number }) => ({
      message: `the sources have ${p.rows} rows, and a step of all GPUs takes ${p.images} images`,
      help: 'What does not fill a step is dropped, which is everything: the trainer would save the weights as they were and report success. Take fewer images at a time, or repeat the rows with `times`.',
    }),
    noUpdate: (p: { rows: number; epochs: number; batch: number }) => ({
      message: `${p.epochs} ${p.epochs === 1 ? 'epoch' : 'epochs'} of ${p.rows} rows are less than one \`batch\` of ${p.batch}`,
      help: 'The accumulation would never be complete, so no weight would change. Train for more epochs, or with a smaller `batch`.',
    }),
  },
  check({ experiment, derived, report }) {
    const { rows, imagesPerMicroStep: images, length } = derived;
    if (rows === undefined || experiment.resolution.kind !== 'single') return;
    const { batch } = experiment;
    if (rows < images) report('noIteration', { at: ['data', 'sources'], with: { rows, images }, key: true });
    else if (length.unit === 'epochs' && rows * length.count < batch)
      report('noUpdate', { at: ['length'], with: { rows, epochs: length.count, batch } });
  },
});
