import { defineRule } from './rule.ts';

export const betasInOrder = defineRule({
  id: 'betas-in-order',
  severity: 'warning',
  summary: 'Adam remembers squares longer than means.',
  source: 'Kingma and Ba 2015, arXiv 1412.6980, section 4: β₁² / √β₂ < 1',
  traps: [],
  messages: {
    swapped: (p: { first: number; second: number }) => ({
      message: `the first of \`betas\`, ${p.first}, is not below the second, ${p.second}`,
      help: `A step is the mean of gradients by the root of their mean square; with the shorter memory for squares steps grow without bound. Common values are \`[0.9, 0.999]\`; perhaps the two are swapped.`,
    }),
  },
  check({ experiment: { optimizer }, report }) {
    const [first = 0, second = 0] = optimizer.betas;
    if (first < second || first === 0) return;
    report('swapped', {
      at: ['optimizer', 'betas'],
      with: { first, second },
      ...(first !== second && { replacement: `[${second}, ${first}]` }),
    });
  },
});
