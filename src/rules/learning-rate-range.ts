import { METHOD_NAMES } from './method-name.ts';
import { defineRule } from './rule.ts';

/** What every training script of upstream passes, whatever the method. */
const UPSTREAM = 1e-4;
const RANGES = {
  full: [1e-7, 5e-4],
  lora: [1e-6, 2e-3],
  controlnet: [1e-7, 5e-4],
  ipadapter: [1e-6, 2e-3],
} as const;

export const learningRateRange = defineRule({
  id: 'learning-rate-range',
  severity: 'warning',
  summary: 'The learning rate is of a size with which this model has been trained.',
  source:
    'HunyuanDiT 368280e, hydit/train.sh, hydit/train_v1.1.sh, lora/train_lora.sh, controlnet/train_controlnet.sh, ipadapter/train_ipadapter.sh (1e-4 in all)',
  traps: [],
  messages: {
    high: (p: { lr: number; times: number; highest: number; method: string }) => ({
      message: `\`lr\` ${p.lr} is ${p.times} times that of upstream's scripts`,
      help: `They train with 0.0001. Above ${p.highest} ${p.method} of this model tends to break within some hundred steps. Count the zeros again.`,
    }),
    low: (p: { lr: number; parts: number; method: string }) => ({
      message: `\`lr\` ${p.lr} is one ${p.parts}th of that of upstream's scripts`,
      help: `They train with 0.0001. With this rate ${p.method} changes next to nothing in thousands of steps. Count the zeros again.`,
    }),
  },
  check({ experiment: { optimizer, method }, report }) {
    const { lr } = optimizer;
    const [lowest, highest] = RANGES[method.kind];
    const name = METHOD_NAMES[method.kind];
    const at = ['optimizer', 'lr'];
    if (lr > highest)
      report('high', {
        at,
        with: { lr, times: Number((lr / UPSTREAM).toPrecision(2)), highest, method: name },
      });
    if (lr < lowest) report('low', { at, with: { lr, parts: Math.round(UPSTREAM / lr), method: name } });
  },
});
