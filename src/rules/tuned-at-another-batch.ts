import { defineRule } from './rule.ts';

/** The rules were tried up to here: Malladi et al. 2022 and Goyal et al. 2017 scale batches by 8 to 32. */
const FAR = 16;

export const tunedAtAnotherBatch = defineRule({
  id: 'tuned-at-another-batch',
  severity: 'warning',
  summary: 'A value that follows the batch is not carried farther than the rule was tried.',
  source:
    'Malladi et al. 2022, arXiv 2205.10287 (Adam); Goyal et al. 2017, arXiv 1706.02677 (SGD); Busbridge et al. 2023, arXiv 2307.13813 (averages)',
  traps: [],
  messages: {
    far: (p: {
      key: string;
      batch: number;
      atBatch: number;
      times: string;
      value: number;
      tuned: number;
    }) => ({
      message: `\`${p.key}\` was tuned at batch ${p.atBatch}, and \`batch\` is ${p.batch}, ${p.times}`,
      help: `The rule gives ${p.value} for ${p.tuned}. It is a limit for small steps and was tried over a factor of ${FAR} or so: look at a short run first, or tune nearer to this batch.`,
    }),
  },
  check({ written, experiment, report }) {
    const { batch } = experiment;
    const far = (key: string, tuned: Tuned, value: number): void => {
      const kappa = batch / tuned.at_batch;
      if (kappa <= FAR && kappa >= 1 / FAR) return;
      const times = kappa > 1 ? `${round(kappa)} times that` : `1/${round(1 / kappa)} of that`;
      const values = { key, batch, atBatch: tuned.at_batch, times, value: round(value), tuned: tuned.tuned };
      report('far', { at: [...key.split('.'), 'at_batch'], with: values });
    };
    const { lr } = written.optimizer;
    if (typeof lr !== 'number') far('optimizer.lr', lr, experiment.optimizer.lr);
    const { ema } = written;
    if (typeof ema !== 'string' && typeof ema.decay !== 'number' && experiment.ema !== 'none')
      far('ema.decay', ema.decay, experiment.ema.decay);
  },
});

interface Tuned {
  readonly tuned: number;
  readonly at_batch: number;
}

const round = (value: number): number => Number(value.toPrecision(4));
