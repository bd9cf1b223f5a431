import { defineRule } from './rule.ts';

export const linearScaleForAdam = defineRule({
  id: 'linear-scale-for-adam',
  severity: 'warning',
  summary: 'The rate of AdamW follows the batch by the rule for Adam.',
  source:
    'Malladi et al. 2022, arXiv 2205.10287 (Adam: the root of the batch); Goyal et al. 2017, arXiv 1706.02677 (SGD: the batch)',
  traps: [],
  messages: {
    sgd: (p: { linear: number; root: number; times: number }) => ({
      message: `\`scale: linear\` gives a rate of ${p.linear}, and the rule for Adam gives ${p.root}`,
      help: `The trainer's optimizer is AdamW, which divides by the size of the gradient: its noise falls with the root of the batch. The linear rule, made for SGD, is off by ${p.times} times here. Write \`scale: sqrt\`.`,
    }),
  },
  check({ written: { optimizer }, experiment: { batch }, report }) {
    const { lr } = optimizer;
    if (typeof lr === 'number' || lr.scale !== 'linear' || lr.at_batch === batch) return;
    const kappa = batch / lr.at_batch;
    const values = {
      linear: round(lr.tuned * kappa),
      root: round(lr.tuned * Math.sqrt(kappa)),
      times: round(Math.max(Math.sqrt(kappa), 1 / Math.sqrt(kappa))),
    };
    report('sgd', { at: ['optimizer', 'lr', 'scale'], with: values, replacement: 'sqrt' });
  },
});

const round = (value: number): number => Number(value.toPrecision(3));
