import { defineRule } from './rule.ts';

export const zeroOnOneGpu = defineRule({
  id: 'zero-on-one-gpu',
  severity: 'info',
  summary: 'ZeRO splits over several GPUs, or moves something to main memory.',
  source: 'DeepSpeed, runtime/zero/stage_1_and_2.py: partitions are one a process',
  traps: [],
  messages: {
    nothingToSplit: (p: { zero: number }) => ({
      message: `\`zero\` is ${p.zero} with one GPU and nothing offloaded`,
      help: 'One part of one is the whole: it saves no memory and costs buffers. `zero: 0` does the same training.',
    }),
  },
  check({ experiment, derived, report }) {
    const { zero, offload } = experiment.machine.memory;
    if (derived.worldSize > 1 || zero === 0 || offload !== 'none') return;
    report('nothingToSplit', { at: ['machine', 'memory', 'zero'], with: { zero }, replacement: '0' });
  },
});
