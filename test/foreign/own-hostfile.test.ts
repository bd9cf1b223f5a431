import { describe, expect, it } from 'vitest';
import { judgeOwnHostfile } from '../../src/foreign/hostfile.ts';
import { makeSourceFile, positionAt } from '../../src/source/source-file.ts';

const findingsOf = (text: string): readonly string[] => {
  const file = makeSourceFile('hosts', text);
  return judgeOwnHostfile(file, { nodes: 2, slots: 8 }).map(({ severity, code, span }) => {
    const { line, column } = positionAt(file, span.start);
    return `${severity} ${code} ${line}:${column}`;
  });
};

describe('the hostfile of an experiment', () => {
  it.each<[string, readonly string[]]>([
    ['a slots=8\nuser@10.0.0.2 slots=8 # the second\n', []],
    ['a slots=8\nb slots=8x\n', ['error hostfile/ignored-text 2:10']],
    ['a slots=8\nb slots=0\n', ['error hostfile/no-slots 2:3']],
    ['a slots=8\nb slots=4\n', ['error hostfile/other-size 2:1']],
    ['a slots=4\nb slots=4\n', ['error hostfile/other-size 1:1']],
    ['a slots=8\na slots=8\n', ['error hostfile/duplicate 2:1']],
    ['a slots=8\n', ['error hostfile/other-size 1:1']],
    ['a slots=8\nb slots=8\n\nc slots=8\n', ['error hostfile/other-size 4:1']],
    ['\ufeffa slots=8\nb slots=8\n', ['error hostfile/byte-order-mark 1:1']],
    ['a slots=8\n-oProxyCommand=id slots=8\n', ['error hostfile/name 2:1']],
    ['a slots=8\n$(id) slots=8\n', ['error hostfile/name 2:1']],
  ])('%j', (text, expected) => {
    expect(findingsOf(text)).toEqual(expected);
  });
});
