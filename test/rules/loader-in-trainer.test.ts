import { loaderInTrainer } from '../../src/rules/loader-in-trainer.ts';
import { testRule } from '../support/test-rule.ts';

testRule(loaderInTrainer, [
  { name: 'takes one process', change: { machine: { workers: 1 } }, expect: [] },
  {
    name: 'says who decodes without one',
    change: { machine: { workers: 0 } },
    expect: [{ message: 'none', at: 'machine.workers' }],
  },
]);
