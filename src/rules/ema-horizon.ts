import { updatesText } from '../experiment/derive.ts';
import { emaOf } from '../experiment/experiment.ts';
import { parseDuration } from '../experiment/units.ts';
import { defineRule } from './rule.ts';

/** Optimizer steps below which an average smooths nothing: the loss of one step varies more than that of ten. */
const SHORTEST = 10;

export const emaHorizon = defineRule({
  id: 'ema-horizon',
  severity: 'warning',
  summary: 'The average forgets the weights that it began with.',
  source:
    'Half-life ln 2 / −ln decay; HunyuanDiT 368280e, hydit/modules/ema.py (begins as a copy of the start weights)',
  traps: [],
  messages: {
    long: (p: { decay: number; halfLife: number; updates: string; left: number; shorter: number }) => ({
      message: `\`ema.decay\` ${p.decay} has a half-life of ${p.halfLife} optimizer steps, and there are ${p.updates}`,
      help: `At the end ${p.left} % of the average would still be the weights that training started from. A half-life of a tenth of the run is a decay of ${p.shorter}.`,
    }),
    warm: (p: { decay: number; halfLife: number; warmup: number; left: string }) => ({
      message: `\`ema.decay\` ${p.decay} has a half-life of ${p.halfLife} optimizer steps, and ${p.left} are left after the warm-up`,
      help: `At the end most of the average would be weights of the first ${p.warmup} steps, while the rate was still rising. Take a smaller decay, or a shorter \`warmup\`.`,
    }),
    short: (p: { decay: number; halfLife: string }) => ({
      message: `\`ema.decay\` ${p.decay} has a half-life of ${p.halfLife} optimizer steps`,
      help: `The average is then nearly the last weights, at the price of a copy of the model. Decays from 0.99 to 0.9999 are usual; \`ema: none\` saves the memory.`,
    }),
  },
  check({ experiment, derived, report }) {
    const { updates } = derived;
    const ema = emaOf(experiment);
    if (ema === undefined) return;
    const { decay } = ema;
    const halfLife = Math.log(2) / -Math.log(decay);
    const at = ['ema', 'decay'];
    if (halfLife < SHORTEST) report('short', { at, with: { decay, halfLife: halfLife.toPrecision(2) } });
    if (updates === undefined || updates < 1) return;
    const warmup = parseDuration(experiment.optimizer.warmup).count;
    const values = { decay, halfLife: Math.round(halfLife) };
    if (halfLife > updates) {
      const left = Math.round(decay ** updates * 100);
      const shorter = Number((0.5 ** (10 / updates)).toPrecision(4));
      report('long', { at, with: { ...values, updates: updatesText(updates, derived), left, shorter } });
    } else if (warmup < updates && halfLife > updates - warmup)
      report('warm', { at, with: { ...values, warmup, left: updatesText(updates - warmup, derived) } });
  },
});
