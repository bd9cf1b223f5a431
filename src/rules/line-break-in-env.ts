import { defineRule } from './rule.ts';

export const lineBreakInEnv = defineRule({
  id: 'line-break-in-env',
  severity: 'error',
  summary: 'The value of an environment variable is one line.',
  source: 'DeepSpeed 0.19.8, launcher/runner.py: .deepspeed_env has one variable a line',
  traps: [],
  messages: {
    broken: (p: { name: string }) => ({
      message: `the value of \`${p.name}\` has a line break`,
      help: 'The programs that read such variables take it for a part of the value, and lists of variables such as `.deepspeed_env` cannot hold it. A block behind `|` ends with one: write the value on the line of its name.',
    }),
  },
  check({ experiment: { machine }, report }) {
    for (const [name, value] of Object.entries(machine.env))
      if (/[\r\n]/.test(String(value))) report('broken', { at: ['machine', 'env', name], with: { name } });
  },
});
