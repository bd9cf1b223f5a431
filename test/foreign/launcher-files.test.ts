import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hasPythonModule, runPython } from '../support/tools.ts';
import { findingsOf } from './findings-of.ts';

const HOSTS: readonly (readonly [string, readonly string[]])[] = [
  ['a slots=8\nb slots=8\n', []],
  ['# cluster\r\n\r\n  a  slots=8\r\nb\tslots=8', []],
  ['a slots=8 # the first\n', []],
  ['a slots=8x\n', ['warning hostfile/ignored-text 1:10']],
  ['a slots=8 max_slots=8\n', ['warning hostfile/ignored-text 1:10']],
  ['a slots=0\n', ['error hostfile/no-slots 1:3']],
  ['a slots=8\na slots=8\n', ['error hostfile/duplicate 2:1']],
  ['a slots=8\nb slots=4\n', ['warning hostfile/unequal 2:1']],
  ['a slots = 8\n', ['error hostfile/entry 1:3']],
  ['a Slots=8\n', ['error hostfile/entry 1:3']],
  ['a\n', ['error hostfile/entry 1:2']],
  ['a:8\n', ['error hostfile/entry 1:4']],
  ['# none\n', ['error hostfile/empty 1:1']],
  ['a slots=8\n\u200bb slots=8\n', ['error hostfile/invisible-character 2:1']],
  ['\ufeffa slots=8\n', ['error hostfile/byte-order-mark 1:1']],
];

/** DeepSpeed takes these without a word; what it makes of them is not what is meant. */
const TAKEN = /byte-order-mark|invisible-character|no-slots/;

describe('a hostfile', () => {
  it.each(HOSTS)('%j', (text, expected) => {
    expect(findingsOf('hostfile', text)).toEqual(expected);
  });

  it.skipIf(!hasPythonModule('deepspeed'))('is refused where DeepSpeed refuses it', () => {
    const refused = runPython(
      new URL('python/parse-hostfile.py', import.meta.url).pathname,
      HOSTS.map(([text]) => text),
    );
    expect(
      HOSTS.map(([, findings]) => findings.some((line) => line.startsWith('error') && !TAKEN.test(line))),
    ).toEqual(refused);
  });

  it('is known by its lines, too', () => {
    expect(findingsOf('cluster.txt', 'a slots=8\nb lots=8\n')).toEqual(['error hostfile/entry 2:3']);
    expect(findingsOf('notes.txt', 'nothing of the kind\n')).toBeUndefined();
  });
});

describe('.deepspeed_env', () => {
  it.each<[string, readonly string[]]>([
    ['NCCL_DEBUG=INFO\nHF_HOME=/data/hf\n', []],
    ['MESSAGE=two words\n', []],
    ['A=1\r\nB=2', []],
    ['A=\n', []],
    ['\n', ['error env-file/line 1:1']],
    ['# a comment\n', ['error env-file/line 1:1']],
    ['#A=1\n', ['error env-file/name 1:1']],
    ['export A=1\n', ['error env-file/name 1:1']],
    ['A B=1\n', ['error env-file/name 1:1']],
    ['A=1\nA=2\n', ['warning env-file/duplicate 2:1']],
    ['MASTER_PORT=29500\n', ['warning env-file/overwritten 1:1']],
    ['WANDB_API_KEY=abc\n', ['warning env-file/secret 1:1']],
    ['A=$HOME/x\n', ['warning env-file/expanded 1:3']],
    ['A=`id`\n', ['error env-file/command 1:3']],
    ['A="b"\n', ['warning env-file/quote 1:3']],
    ['A="b c"\n', ['error env-file/quote 1:3']],
    ["A='b c'\n", ['warning env-file/quote 1:3']],
    ['A=b\\n\n', ['warning env-file/backslash 1:4']],
  ])('%j', (text, expected) => {
    expect(findingsOf('.deepspeed_env', text)).toEqual(expected);
  });

  it.each(['two words', 'a=b,c:d', "it's", '青花瓷', 'a;b&c|d', '* ? [x]'])(
    'hands %j on as it is',
    (value) => {
      expect(findingsOf('.deepspeed_env', `A=${value}\n`)).toEqual([]);
      const exported = /[^\w@%+=:,./-]/u.test(value) ? `"${value}"` : value; // as add_export of DeepSpeed does
      expect(execFileSync('bash', ['-c', `export A=${exported}; printf %s "$A"`], { encoding: 'utf8' })).toBe(
        value,
      );
    },
  );
});
