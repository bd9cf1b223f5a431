import { minutesOfLimit } from '../experiment/units.ts';
import { defineRule } from './rule.ts';

export const stopBeforeLimit = defineRule({
  id: 'stop-before-limit',
  severity: 'error',
  summary: 'A job that goes back into the queue has time to train before it does.',
  source: 'Slurm 22.05, man sbatch, --signal: the signal may come up to 60 seconds early',
  traps: [],
  messages: {
    noTime: (p: { time: string | number; before: string }) => ({
      message: `\`stop_before: ${p.before}\` leaves nothing of \`time: ${p.time}\``,
      help: 'The job would be told to leave when it starts. Slurm may send the signal a minute early, and a run needs minutes to load its models. Raise `time`, or lower `stop_before`.',
    }),
  },
  check({ experiment: { machine }, report }) {
    const { launch } = machine;
    if (launch.kind !== 'slurm' || !launch.requeue) return;
    const before = Number(launch.stop_before.split(' ', 1)[0]);
    if (minutesOfLimit(launch.time) > before + EARLY_MINUTES) return;
    const values = { time: launch.time, before: launch.stop_before };
    report('noTime', { at: ['machine', 'launch', 'time'], with: values });
  },
});

/** How early Slurm may send its signal. */
const EARLY_MINUTES = 1;
