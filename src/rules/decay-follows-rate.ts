import { emaOf } from '../experiment/experiment.ts';
import { defineRule } from './rule.ts';

/** Below it the horizon changes by less than one would choose a decay to. */
const NOTICEABLE = 2;

export const decayFollowsRate = defineRule({
  id: 'decay-follows-rate',
  severity: 'warning',
  summary: 'When the rate follows the batch, so does the decay of the average.',
  source:
    'Busbridge et al. 2023, arXiv 2307.13813, section 3 (the rule for averages goes with that for the rate)',
  traps: [],
  messages: {
    plain: (p: { decay: number; atBatch: number; batch: number; longer: string; scaled: number }) => ({
      message: `\`ema.decay\` is ${p.decay} whatever the batch, and \`optimizer.lr\` follows it from ${p.atBatch} to ${p.batch}`,
      help: `Counted in images, the average now reaches ${p.longer} back as at batch ${p.atBatch}. If ${p.decay} was found there, write \`decay: {tuned: ${p.decay}, at_batch: ${p.atBatch}}\`, which gives ${p.scaled}.`,
    }),
  },
  check({ written: { optimizer, ema }, experiment, report }) {
    const average = emaOf(experiment);
    if (average === undefined || typeof ema === 'string' || typeof ema.decay !== 'number') return;
    if (typeof optimizer.lr === 'number') return;
    const { batch } = experiment;
    const { at_batch: atBatch } = optimizer.lr;
    const kappa = batch / atBatch;
    if (kappa < NOTICEABLE && kappa > 1 / NOTICEABLE) return;
    const { decay } = average;
    const longer = kappa > 1 ? `${round(kappa)} times as far` : `1/${round(1 / kappa)} as far`;
    report('plain', {
      at: ['ema', 'decay'],
      with: { decay, atBatch, batch, longer, scaled: round(decay ** kappa) },
    });
  },
});

const round = (value: number): number => Number(value.toPrecision(6));
