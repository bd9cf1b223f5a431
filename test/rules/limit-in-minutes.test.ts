import { limitInMinutes } from '../../src/rules/limit-in-minutes.ts';
import { testRule } from '../support/test-rule.ts';

const changeTo = (time: string | number) => ({ machine: { launch: { kind: 'slurm', time } } });

testRule(limitInMinutes, [
  { name: 'takes hours', change: changeTo('30:00:00'), expect: [] },
  { name: 'takes days and hours', change: changeTo('2-12:30'), expect: [] },
  { name: 'takes minutes', change: changeTo(90), expect: [] },
  { name: 'asks nothing of another launch', change: {}, expect: [] },
  {
    name: 'says so of the limit of the packing too',
    change: { machine: { launch: { kind: 'slurm', time: 90, pack: { parts: 4, time: '30:00' } } } },
    expect: [{ message: 'twoNumbers', at: 'machine.launch.pack.time', says: '`30:00:00` if hours' }],
  },
  {
    name: 'says what two numbers are',
    change: changeTo('30:00'),
    expect: [{ message: 'twoNumbers', at: 'machine.launch.time', says: '`30:00:00` if hours' }],
  },
]);
