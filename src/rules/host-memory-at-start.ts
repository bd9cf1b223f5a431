import { formatSize, parseSize } from '../experiment/units.ts';
import { hostMemory } from '../memory/host-memory.ts';
import { defineRule } from './rule.ts';

export const hostMemoryAtStart = defineRule({
  id: 'host-memory-at-start',
  severity: 'error',
  summary: 'The processes of a node can load the model into its main memory at the same time.',
  source:
    'HunyuanDiT 368280e, hydit/train_deepspeed.py:270-348, 440: each process builds the model and loads the encoders and weights beside it',
  traps: [],
  messages: {
    tooSmall: (p: { needed: string; host: string; processes: number }) => ({
      message: `starting takes at least ${p.needed} of main memory a node, and \`host_memory\` is ${p.host}`,
      help: `${p.processes === 1 ? 'The process' : `Each of ${p.processes} processes`} builds the whole model and loads the encoders beside it; the system would kill the run while it loads. Use ${p.processes === 1 ? '' : 'fewer GPUs of the node, or '}a node with more memory.`,
    }),
  },
  check({ experiment: { machine }, memory, report }) {
    if (memory === undefined || machine.host_memory === undefined) return;
    const { start } = hostMemory(memory.input, memory.resolved.settings, machine.workers);
    const needed = start.reduce((sum, { low }) => sum + low, 0);
    if (parseSize(machine.host_memory) >= needed) return;
    const values = {
      needed: formatSize(needed),
      host: machine.host_memory,
      processes: machine.gpus_per_node,
    };
    report('tooSmall', { at: ['machine', 'host_memory'], with: values });
  },
});
