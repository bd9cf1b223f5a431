import { parseSize } from '../experiment/units.ts';
import { parametersOf } from '../memory/adapter-parameters.ts';
import { OFFLOADED } from '../memory/states.ts';
import { defineRule } from './rule.ts';

export const offloadHostMemory = defineRule({
  id: 'offload-host-memory',
  severity: 'error',
  summary: 'What is offloaded fits into the main memory of a node.',
  source: 'DeepSpeed, runtime/zero/stage_1_and_2.py, initialize_optimizer_states and cpu_offload buffers',
  traps: ['T81'],
  messages: {
    tooSmall: (p: { needed: string; host: string; parameters: number; nodes: number }) => ({
      message: `offloading needs ${p.needed} of main memory a node, and \`host_memory\` is ${p.host}`,
      help: `It keeps ${OFFLOADED} bytes for each of ${p.parameters} trained parameters${p.nodes > 1 ? `, shared by ${p.nodes} nodes` : ''}; weights and loader processes come on top. The system would kill the run while it loads.`,
    }),
  },
  check({ written, experiment, report }) {
    const { memory, host_memory: host, nodes } = experiment.machine;
    // What is `auto` never offloads what main memory does not hold.
    if (written.machine.memory.offload === 'auto' || memory.offload === 'none' || host === undefined) return;
    const { trained: parameters } = parametersOf(experiment);
    const needed = (parameters * OFFLOADED) / nodes;
    if (parseSize(host) >= needed) return;
    const values = { needed: `${(needed / 2 ** 30).toFixed(1)}GiB`, host, parameters, nodes };
    report('tooSmall', { at: ['machine', 'host_memory'], with: values });
  },
});
