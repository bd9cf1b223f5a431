import { defineRule } from './rule.ts';

/** Upstream's script: one image a GPU, on a node of eight. */
const UPSTREAM = { batch: 8, lr: 1e-4 };

export const fullAtSmallBatch = defineRule({
  id: 'full-at-small-batch',
  severity: 'warning',
  summary: 'A full fine-tune of few images a step has a learning rate for few images.',
  source:
    'HunyuanDiT 368280e, hydit/train.sh (1e-4, one image a GPU); square-root rule: Malladi et al. 2022, arXiv 2205.10287',
  traps: [],
  messages: {
    noisy: (p: { lr: number; batch: number; scaled: number; larger: number }) => ({
      message: `a full fine-tune takes ${p.batch} ${p.batch === 1 ? 'image' : 'images'} a step at \`lr\` ${p.lr}`,
      help: `The gradient of so few images is mostly noise. Upstream's 0.0001 goes with ${UPSTREAM.batch} images, by the square-root rule ${p.scaled} with ${p.batch}. Or write \`batch: ${p.larger}\`: accumulation costs time and no memory.`,
    }),
  },
  check({ experiment: { optimizer, method, batch }, report }) {
    if (method.kind !== 'full' || batch >= UPSTREAM.batch) return;
    const scaled = UPSTREAM.lr * Math.sqrt(batch / UPSTREAM.batch);
    if (optimizer.lr <= scaled) return;
    const values = { lr: optimizer.lr, batch, scaled: Number(scaled.toPrecision(2)), larger: batch * 32 };
    report('noisy', { at: ['optimizer', 'lr'], with: values });
  },
});
