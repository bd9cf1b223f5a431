import { defineRule } from './rule.ts';

export const upscaledImages = defineRule({
  id: 'upscaled-images',
  severity: 'info',
  summary: 'No image is enlarged to the size that is trained.',
  source:
    'HunyuanDiT 368280e, hydit/data_loader/arrow_load_stream.py:153-167, IndexKits/index_kits/bucket.py:942',
  traps: ['T94'],
  messages: {
    noFilter: (p: { size: number }) => ({
      message: `images with a side below ${p.size} pixels may be enlarged`,
      help: `The trainer enlarges them without a word, and the model learns the blur. The filter \`min_side: ${p.size}\` leaves them out; the report of the index counts them.`,
    }),
    lowFilter: (p: { size: number; least: number }) => ({
      message: `images with a side from ${p.least} to ${p.size - 1} pixels pass the filter and may be enlarged`,
      help: `They are trained at about ${p.size}. \`min_side: ${p.size}\` leaves them out; the report of the index counts them.`,
    }),
  },
  check({ experiment: { data, resolution }, report }) {
    const size = resolution.kind === 'single' ? resolution.size : resolution.base;
    const sides = data.filters.map((filter) => ('min_side' in filter ? filter.min_side : 0));
    const least = Math.max(0, ...sides);
    if (least >= size) return;
    if (least === 0) report('noFilter', { at: ['data', 'filters'], with: { size } });
    else
      report('lowFilter', {
        at: ['data', 'filters', sides.indexOf(least), 'min_side'],
        with: { size, least },
      });
  },
});
