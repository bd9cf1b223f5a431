import { emaOf } from '../experiment/experiment.ts';
import { defineRule } from './rule.ts';

/** Above it, most steps of the average are smaller than half a unit of the last of 11 bits. */
const HIGHEST = 0.995;

export const emaFp16Decay = defineRule({
  id: 'ema-fp16-decay',
  severity: 'warning',
  summary: 'An average in half precision has a decay that its precision can follow.',
  source: 'HunyuanDiT 368280e, hydit/modules/ema.py:72-78; simulated with numpy in half precision',
  traps: ['T46'],
  messages: {
    frozen: (p: { decay: number }) => ({
      message: `\`ema.decay\` ${p.decay} is too close to 1 for an average in fp16`,
      help: `A step moves the average by ${Number((1 - p.decay).toPrecision(3))} of the difference, which fp16 mostly rounds to nothing: the average stays where it began. Take \`dtype: fp32\`, or a decay of ${HIGHEST} at most.`,
    }),
  },
  check({ experiment, report }) {
    const ema = emaOf(experiment);
    if (ema?.dtype !== 'fp16' || ema.decay <= HIGHEST) return;
    report('frozen', { at: ['ema', 'dtype'], with: { decay: ema.decay }, replacement: 'fp32' });
  },
});
