import { uncondUnlikeUpstream } from '../../src/rules/uncond-unlike-upstream.ts';
import { testRule } from '../support/test-rule.ts';

testRule(uncondUnlikeUpstream, [
  { name: 'takes 0 for v1.2, as its script has', change: { captions: { uncond: { clip: 0 } } }, expect: [] },
  {
    name: 'takes any chance for v1.1',
    change: { model: { version: 'v1.1' }, captions: { uncond: { clip: 0.1, t5: 0.1 } } },
    expect: [],
  },
  {
    name: 'says what the scripts for v1.1 have',
    change: { model: { version: 'v1.1' } },
    expect: [{ message: 'never', at: 'captions.uncond', says: '{clip: 0.44, t5: 0.44}' }],
  },
  {
    name: 'says what the script for a ControlNet has',
    change: {
      method: { kind: 'controlnet', control: 'canny' },
      machine: { memory: { micro_batch: 1 } },
    },
    expect: [{ message: 'never', at: 'captions.uncond', says: 'a ControlNet leave it out in 44 %' }],
  },
  {
    name: 'says what the script for an IP-Adapter has',
    change: { method: { kind: 'ipadapter' } },
    expect: [{ message: 'never', at: 'captions.uncond', says: '{clip: 0.22, t5: 0.22}' }],
  },
]);
