import { defineRule } from './rule.ts';

const HIGH = 0.2;

export const badImagesLimit = defineRule({
  id: 'bad-images-limit',
  severity: 'warning',
  summary: 'A source that is mostly broken does not pass unseen.',
  source: 'HunyuanDiT 368280e, hydit/data_loader/csv2arrow.py:29-31 drops rows with a line on the terminal',
  traps: ['T107'],
  messages: {
    high: (p: { percent: number }) => ({
      message: `up to ${p.percent} % of the rows may be skipped`,
      help: 'So many bad rows mostly have one cause: a wrong folder, a truncated copy, the wrong column. Take a few percent, and read `skipped.csv` when the build stops.',
    }),
  },
  check({ experiment: { data }, report }) {
    const { action, at_most } = data.bad_images;
    if (action !== 'skip' || at_most < HIGH) return;
    report('high', {
      at: ['data', 'bad_images', 'at_most'],
      with: { percent: Number((at_most * 100).toPrecision(3)) },
    });
  },
});
