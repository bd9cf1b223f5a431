import { defineRule } from './rule.ts';

/** numpy takes seeds below this. */
const LIMIT = 2 ** 32;

export const seedRange = defineRule({
  id: 'seed-range',
  severity: 'error',
  summary: 'The seed of every process is one that numpy takes.',
  source:
    'HunyuanDiT 368280e, hydit/train_deepspeed.py:224 (seed × processes + rank); numpy.random.seed (0 to 2³² − 1)',
  traps: ['T173'],
  messages: {
    tooLarge: (p: { seed: number; worldSize: number; highest: number }) => ({
      message: `\`seed\` ${p.seed} is too large for ${p.worldSize} GPUs`,
      help: `A process gets seed × GPUs + rank, which numpy wants below ${LIMIT}. Take ${p.highest} at most.`,
    }),
  },
  check({ experiment: { seed }, derived: { worldSize }, report }) {
    if (seed * worldSize + worldSize - 1 < LIMIT) return;
    const highest = Math.floor((LIMIT - worldSize) / worldSize);
    report('tooLarge', { at: ['seed'], with: { seed, worldSize, highest } });
  },
});
