import { defineRule } from './rule.ts';

export const localLaunchNodes = defineRule({
  id: 'local-launch-nodes',
  severity: 'error',
  summary: 'A local launch uses one node.',
  source: 'DeepSpeed, launcher/runner.py: without a hostfile only this machine is used',
  traps: ['T154'],
  messages: {
    several: (p: { nodes: number; gpus: number; total: number }) => ({
      message: `\`nodes\` is ${p.nodes}, and a local launch starts processes on one machine`,
      help: `Only ${p.gpus} of ${p.total} processes would start, so the batch would be another one. Write \`nodes: 1\`, or \`launch: {kind: hosts, …}\` or \`{kind: slurm, …}\`.`,
    }),
  },
  check({ experiment: { machine }, derived, report }) {
    if (machine.launch.kind !== 'local' || machine.nodes === 1) return;
    const values = { nodes: machine.nodes, gpus: machine.gpus_per_node, total: derived.worldSize };
    report('several', { at: ['machine', 'nodes'], with: values, replacement: '1' });
  },
});
