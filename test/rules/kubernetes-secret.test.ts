import { kubernetesSecret } from '../../src/rules/kubernetes-secret.ts';
import { IN_PODS } from '../support/in-pods.ts';
import { testRule } from '../support/test-rule.ts';
import { merge } from '../support/valid-experiment.ts';

const withSecrets = (secrets: readonly string[], launch: object = {}) =>
  merge(IN_PODS, { machine: { secrets, launch } });

testRule(kubernetesSecret, [
  { name: 'asks for none without secrets', change: IN_PODS, expect: [] },
  {
    name: 'takes them from the Secret',
    change: withSecrets(['HF_TOKEN'], { secret: 'tokens' }),
    expect: [],
  },
  {
    name: 'wants one where there are some',
    change: withSecrets(['HF_TOKEN', 'WANDB_API_KEY']),
    expect: [{ message: 'missing', at: 'machine.secrets', says: '`HF_TOKEN`, `WANDB_API_KEY`' }],
  },
  {
    name: 'wants names where there is one',
    change: withSecrets([], { secret: 'tokens' }),
    expect: [{ message: 'unused', at: 'machine.launch.secret', says: 'names nothing of it' }],
  },
  {
    name: 'has nothing to say of other launches',
    change: { machine: { secrets: ['HF_TOKEN'] } },
    expect: [],
  },
]);
