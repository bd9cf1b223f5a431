import { poseNeedsPeople } from '../../src/rules/pose-needs-people.ts';
import { testRule } from '../support/test-rule.ts';

const change = (control: string): { [key: string]: unknown } => ({
  method: { kind: 'controlnet', control },
  machine: { memory: { micro_batch: 1 } },
});

testRule(poseNeedsPeople, [
  { name: 'takes edges', change: change('canny'), expect: [] },
  { name: 'takes depth', change: change('depth'), expect: [] },
  {
    name: 'tells of black images',
    change: change('pose'),
    expect: [{ message: 'black', at: 'method.control', says: 'black control image' }],
  },
]);
