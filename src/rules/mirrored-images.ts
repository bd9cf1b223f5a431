import { defineRule } from './rule.ts';

export const mirroredImages = defineRule({
  id: 'mirrored-images',
  severity: 'info',
  summary: 'No image is mirrored under a caption that is not.',
  source: 'HunyuanDiT 368280e, hydit/data_loader/arrow_load_stream.py:82-88',
  traps: ['T96'],
  messages: {
    mirrored: () => ({
      message: '`random_flip` mirrors half of the images, and no caption',
      help: 'Writing and logos come out mirrored, and “left” means right in half of the samples. Leave it off unless the images have neither.',
    }),
  },
  check({ experiment: { data }, report }) {
    if (data.random_flip) report('mirrored', { at: ['data', 'random_flip'] });
  },
});
