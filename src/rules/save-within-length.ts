import { parseDuration } from '../experiment/units.ts';
import { defineRule } from './rule.ts';

export const saveWithinLength = defineRule({
  id: 'save-within-length',
  severity: 'warning',
  summary: 'A checkpoint is written before the run ends.',
  source: 'HunyuanDiT 368280e, hydit/train_deepspeed.py:642-690',
  traps: [],
  messages: {
    never: (p: { every: string; length: string }) => ({
      message: `\`save.every\` is ${p.every}, longer than the ${p.length} of the run`,
      help: 'There would be the checkpoint at the end and no other: a crash loses everything. Save more often.',
    }),
  },
  check({ experiment, derived: { updates, rows }, report }) {
    const every = parseDuration(experiment.save.every);
    const length = parseDuration(experiment.length);
    const inUpdates = every.unit === 'steps' ? every.count : ((rows ?? 0) * every.count) / experiment.batch;
    const isLonger =
      every.unit === length.unit ? every.count > length.count : updates !== undefined && inUpdates > updates;
    if (!isLonger) return;
    const values = { every: experiment.save.every, length: experiment.length };
    report('never', { at: ['save', 'every'], with: values });
  },
});
