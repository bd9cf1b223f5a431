import { requeueKeepsState } from '../../src/rules/requeue-keeps-state.ts';
import { testRule } from '../support/test-rule.ts';

const machine = { launch: { kind: 'slurm', time: '12:00:00', requeue: true } };

testRule(requeueKeepsState, [
  { name: 'takes a state to resume', change: { machine, save: { resume_every: '100 steps' } }, expect: [] },
  { name: 'takes whole checkpoints', change: { machine, save: { optimizer_state: true } }, expect: [] },
  {
    name: 'asks nothing without requeue',
    change: { machine: { launch: { ...machine.launch, requeue: false } } },
    expect: [],
  },
  {
    name: 'refuses to begin again and again',
    change: { machine },
    expect: [
      {
        message: 'anew',
        at: 'machine.launch.requeue',
        says: '`save: {resume_every: 250 steps}`',
        replacement: 'false',
      },
    ],
  },
]);
