import { lineBreakInEnv } from '../../src/rules/line-break-in-env.ts';
import { testRule } from '../support/test-rule.ts';

const changeTo = (value: string | number) => ({ machine: { env: { NCCL_SOCKET_IFNAME: value } } });
const expectBroken = [
  { message: 'broken', at: 'machine.env.NCCL_SOCKET_IFNAME', says: 'on the line of its name' },
];

testRule(lineBreakInEnv, [
  { name: 'takes one line', change: changeTo('eth0'), expect: [] },
  { name: 'takes blanks', change: changeTo(' eth0\t'), expect: [] },
  { name: 'takes a number', change: changeTo(1), expect: [] },
  { name: 'finds a line break at the end', change: changeTo('eth0\n'), expect: expectBroken },
  { name: 'finds that of a Windows file', change: changeTo('eth0\r\neth1'), expect: expectBroken },
]);
