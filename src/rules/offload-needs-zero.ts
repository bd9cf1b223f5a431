import { defineRule } from './rule.ts';

/** Lowest ZeRO stage that can move each thing to main memory. */
const LOWEST_STAGE = { none: 0, optimizer: 1, 'optimizer+parameters': 3 } as const;

export const offloadNeedsZero = defineRule({
  id: 'offload-needs-zero',
  severity: 'error',
  summary: 'What is offloaded is something that the ZeRO stage manages.',
  source: 'DeepSpeed, runtime/zero/config.py: offload_optimizer for stages 1 to 3, offload_param for stage 3',
  traps: ['T80'],
  messages: {
    stage: (p: { offload: string; zero: number; lowest: number }) => ({
      message: `\`offload: ${p.offload}\` needs ZeRO stage ${p.lowest}${p.lowest < 3 ? ' or more' : ''}, and \`zero\` is ${p.zero}`,
      help: `DeepSpeed would not offload and say nothing. ${p.lowest === 3 ? 'Write `zero: 3`, or `offload: optimizer`.' : 'Write `zero: 2`, or `offload: none`.'}`,
    }),
  },
  check({ experiment, report }) {
    const { offload, zero } = experiment.machine.memory;
    const lowest = LOWEST_STAGE[offload];
    if (zero >= lowest) return;
    report('stage', { at: ['machine', 'memory', 'offload'], with: { offload, zero, lowest } });
  },
});
