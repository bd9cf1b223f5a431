import { secretInEnv } from '../../src/rules/secret-in-env.ts';
import { testRule } from '../support/test-rule.ts';

testRule(secretInEnv, [
  {
    name: 'takes names that only look alike',
    change: { machine: { env: { TOKENIZERS_PARALLELISM: 'false', KEYBOARD: 'de' } } },
    expect: [],
  },
  { name: 'takes a secret by its name', change: { machine: { secrets: ['HF_TOKEN'] } }, expect: [] },
  {
    name: 'refuses the value of a secret',
    change: { machine: { env: { WANDB: 'abc' }, secrets: ['WANDB'] } },
    expect: [{ message: 'both', at: 'machine.env.WANDB' }],
  },
  {
    name: 'knows a secret by its name',
    change: { machine: { env: { WANDB_API_KEY: 'abc' } } },
    expect: [{ message: 'looks', at: 'machine.env.WANDB_API_KEY', says: 'secrets: [WANDB_API_KEY]' }],
  },
]);
