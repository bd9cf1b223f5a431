import { forkFlagsOnly } from '../../src/rules/fork-flags-only.ts';
import { testRule } from '../support/test-rule.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

testRule(forkFlagsOnly, [
  {
    name: 'takes flags of a fork, and names that only begin like upstream’s',
    change: { trainer: { commit, flags: { 'lr-schedule': 'cosine', 'use-glaze': true, epoch: 3 } } },
    expect: [],
  },
  {
    name: 'refuses them for upstream itself',
    change: { trainer: { flags: { 'lr-schedule': 'cosine', glaze: 1 } } },
    expect: [{ message: 'known', at: 'trainer.flags', says: 'no `--lr-schedule`, `--glaze`' }],
  },
  {
    name: 'refuses a flag that the language sets, and names its key',
    change: { trainer: { commit, flags: { lr: 1e-4 } } },
    expect: [{ message: 'upstreams', at: 'trainer.flags.lr', says: '`optimizer.lr`' }],
  },
  {
    name: 'refuses one that is left out on purpose, and one with the other dash',
    change: { trainer: { commit, flags: { 'no-fp16': true, grad_accu_steps: 2 } } },
    expect: [
      { message: 'upstreams', at: 'trainer.flags.no-fp16', says: '*refused*: the encoder of mT5' },
      { message: 'upstreams', at: 'trainer.flags.grad_accu_steps', says: '`batch`' },
    ],
  },
]);
