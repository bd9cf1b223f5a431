import { unknownGpu } from '../../src/rules/unknown-gpu.ts';
import { testRule } from '../support/test-rule.ts';

testRule(unknownGpu, [
  {
    name: 'takes the numbers of any card',
    change: { machine: { gpu: { memory: '24GiB', compute: 8.9 } } },
    expect: [],
  },
  {
    name: 'replaces a name that can mean one card only',
    change: { machine: { gpu: 'rtx-3090-ti' } },
    expect: [{ message: 'unknown', at: 'machine.gpu', says: '`RTX-3090Ti`', replacement: 'RTX-3090Ti' }],
  },
  {
    name: 'lists the cards that a name begins',
    change: { machine: { gpu: 'A800' } },
    expect: [{ message: 'unknown', at: 'machine.gpu', says: '`A800-40GB` or `A800-80GB`' }],
  },
  {
    name: 'shows how a card is described',
    change: { machine: { gpu: 'MI300X-OAM' } },
    expect: [{ message: 'unknown', at: 'machine.gpu', says: '{memory: 24GiB, compute: 8.9}' }],
  },
]);
