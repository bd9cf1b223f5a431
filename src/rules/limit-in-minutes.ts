import { defineRule } from './rule.ts';

export const limitInMinutes = defineRule({
  id: 'limit-in-minutes',
  severity: 'warning',
  summary: 'A time limit of two numbers is minutes and seconds.',
  source: 'Slurm 22.05, man sbatch, --time: "minutes:seconds"',
  traps: [],
  messages: {
    twoNumbers: (p: { time: string }) => ({
      message: `\`time: ${p.time}\` is minutes and seconds to Slurm`,
      help: `The job would be ended after less than ${Number(p.time.split(':')[0]) + 1} minutes. Write \`${p.time}:00\` if hours are meant, and \`00:${p.time}\` if not.`,
    }),
  },
  check({ experiment: { machine }, report }) {
    const { launch } = machine;
    if (launch.kind !== 'slurm') return;
    const limits = [
      { time: String(launch.time), at: ['machine', 'launch', 'time'] },
      { time: String(launch.pack?.time ?? ''), at: ['machine', 'launch', 'pack', 'time'] },
    ];
    for (const { time, at } of limits)
      if (/^\d+:\d+$/.test(time)) report('twoNumbers', { at, with: { time } });
  },
});
