import { stopBeforeLimit } from '../../src/rules/stop-before-limit.ts';
import { testRule } from '../support/test-rule.ts';

const changeTo = (time: string | number, requeue = true) => ({
  machine: { launch: { kind: 'slurm', time, requeue, stop_before: '10 minutes' } },
});
const expectNone = [{ message: 'noTime', at: 'machine.launch.time', says: 'lower `stop_before`' }];

testRule(stopBeforeLimit, [
  { name: 'takes hours', change: changeTo('12:00:00'), expect: [] },
  { name: 'takes days', change: changeTo('1-00:00:00'), expect: [] },
  { name: 'takes days and hours', change: changeTo('1-1'), expect: [] },
  { name: 'takes minutes', change: changeTo(90), expect: [] },
  { name: 'reads two numbers as minutes and seconds', change: changeTo('10:30'), expect: expectNone },
  { name: 'takes a little more', change: changeTo('00:11:01'), expect: [] },
  {
    name: 'counts the minute that the signal may come early',
    change: changeTo('00:11:00'),
    expect: expectNone,
  },
  { name: 'refuses a shorter limit', change: changeTo('00:05:00'), expect: expectNone },
  { name: 'asks nothing without requeue', change: changeTo('00:05:00', false), expect: [] },
]);
