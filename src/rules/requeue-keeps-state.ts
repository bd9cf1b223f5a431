import { defineRule } from './rule.ts';

export const requeueKeepsState = defineRule({
  id: 'requeue-keeps-state',
  severity: 'error',
  summary: 'A job that goes back into the queue has a state to go on from.',
  source:
    'templates/launch/submit.sbatch; HunyuanDiT 368280e, hydit/utils/tools.py:164-221: upstream brings back weights only',
  traps: [],
  messages: {
    anew: () => ({
      message: '`requeue` is on, and the run keeps no state to go on from',
      help: 'Each time the limit comes, the stage would start anew and never reach its end. Write `save: {resume_every: 250 steps}`, or `requeue: false`.',
    }),
  },
  check({ experiment: { machine, save }, report }) {
    if (machine.launch.kind !== 'slurm' || !machine.launch.requeue) return;
    if (save.resume_every !== 'off' || save.optimizer_state) return;
    report('anew', { at: ['machine', 'launch', 'requeue'], replacement: 'false' });
  },
});
