import { kubernetesName } from '../../src/rules/kubernetes-name.ts';
import { IN_PODS } from '../support/in-pods.ts';
import { testRule } from '../support/test-rule.ts';
import { merge } from '../support/valid-experiment.ts';

const named = (length: number, machine: object = {}) => merge(IN_PODS, { name: 'p'.repeat(length), machine });
const JOB = { launch: { mechanism: 'job' } };

testRule(kubernetesName, [
  { name: 'takes 48 characters for a TrainJob', change: named(48), expect: [] },
  {
    name: 'takes no more',
    change: named(49),
    expect: [{ message: 'long', at: 'name', says: 'Take 48 at most' }],
  },
  { name: 'takes 55 characters for a Job', change: named(55, JOB), expect: [] },
  {
    name: 'counts the digits of the last pod',
    change: named(55, { ...JOB, nodes: 11 }),
    expect: [{ message: 'long', at: 'name', says: 'Take 54 at most' }],
  },
  {
    name: 'takes no digit first',
    change: merge(IN_PODS, { name: '4090' }),
    expect: [{ message: 'digit', at: 'name', says: 'as in `run-4090`' }],
  },
  { name: 'has nothing to say of other launches', change: { name: `4${'p'.repeat(60)}` }, expect: [] },
]);
