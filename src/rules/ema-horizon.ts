import { emaOf } from '../experiment/experiment.ts';
import { defineRule } from './rule.ts';

export const emaHorizon = defineRule({
  id: 'ema-horizon',
  severity: 'warning',
  summary: 'The average forgets the weights that it began with.',
  source:
    'Half-life ln 2 / −ln decay; HunyuanDiT 368280e, hydit/modules/ema.py (begins as a copy of the start weights)',
  traps: [],
  messages: {
    long: (p: { decay: number; halfLife: number; updates: number; left: number; shorter: number }) => ({
      message: `\`ema.decay\` ${p.decay} has a half-life of ${p.halfLife} optimizer steps, and there are ${p.updates}`,
      help: `At the end ${p.left} % of the average would still be the weights that training started from. A half-life of a tenth of the run is a decay of ${p.shorter}.`,
    }),
  },
  check({ experiment, derived: { updates }, report }) {
    const ema = emaOf(experiment);
    if (ema === undefined || updates === undefined || updates < 1) return;
    const halfLife = Math.log(2) / -Math.log(ema.decay);
    if (halfLife <= updates) return;
    report('long', {
      at: ['ema', 'decay'],
      with: {
        decay: ema.decay,
        halfLife: Math.round(halfLife),
        updates,
        left: Math.round(ema.decay ** updates * 100),
        shorter: Number((0.5 ** (10 / updates)).toPrecision(4)),
      },
    });
  },
});
