import { emaOf, type Experiment } from '../experiment/experiment.ts';
import { keptCheckpoints } from '../experiment/checkpoints.ts';
import { controlNetParameters } from '../memory/adapter-parameters.ts';
import { modelParameters } from '../memory/parameters.ts';
import { defineRule } from './rule.ts';

/** Bytes of all checkpoints above which somebody should have meant it. */
const NOTEWORTHY = 1e12;

export const checkpointsOnDisk = defineRule({
  id: 'checkpoints-on-disk',
  severity: 'warning',
  summary: 'Checkpoints that are kept take less than a terabyte.',
  source:
    'HunyuanDiT 368280e, hydit/train_deepspeed.py:105-118 (no retention); 2 bytes a parameter, and the average',
  traps: ['T66'],
  messages: {
    many: (p: { count: number; each: string; all: string }) => ({
      message: `${p.count} checkpoints of ${p.each} are kept, ${p.all} in all`,
      help: 'A full disk ends the run. Keep fewer with `save.keep`, as in `keep: 4`, or save less often.',
    }),
  },
  check({ experiment, derived, report }) {
    const count = keptCheckpoints(experiment, derived);
    const each = bytesOf(experiment);
    if (each === undefined || count === undefined || count * each <= NOTEWORTHY) return;
    const values = {
      count,
      each: `${(each / 1e9).toFixed(1)} GB`,
      all: `${((count * each) / 1e12).toFixed(1)} TB`,
    };
    report('many', { at: ['save', 'keep'], with: values });
  },
});

/** Bytes of one checkpoint; undefined for adapters, which are small. */
function bytesOf(experiment: Experiment): number | undefined {
  const { method, model } = experiment;
  if (method.kind === 'controlnet') return controlNetParameters(model) * 2;
  if (method.kind !== 'full') return undefined;
  const ema = emaOf(experiment);
  const averageBytes = ema === undefined ? 0 : ema.dtype === 'fp32' ? 4 : 2;
  return modelParameters(model) * (2 + averageBytes);
}
