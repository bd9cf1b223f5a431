import { expect, test } from 'vitest';

import { DitcError } from '../../src/errors.ts';
import { parseMd5List, readMd5List } from '../../src/indexing/md5-list.ts';

const sum = 'd41d8cd98f00b204e9800998ecf8427e';

test('comments, blank lines, a byte order mark and any line ends are passed over', () => {
  const text = `\uFEFF# asked for on Monday\r\n\r\n${sum}  # a vase\n\t${sum.toUpperCase()}\r   \n`;
  expect(Buffer.from(parseMd5List(text, 'lists/takedown.txt')).toString('hex')).toBe(sum + sum);
});

test('a list of comments is empty', () => {
  expect(parseMd5List('# nothing yet\n', 'lists/takedown.txt')).toHaveLength(0);
});

test.each([sum.slice(1), `${sum}0`, `${sum} ${sum}`, `g${sum.slice(1)}`, 'photos/vase.png', '"'])(
  '%s is no md5, and the line is named',
  (entry) => {
    const parse = () => parseMd5List(`# list\n${sum}\n\n${entry}\n`, 'lists/takedown.txt');
    expect(parse).toThrow(DitcError);
    expect(parse).toThrow(`lists/takedown.txt:4: \`${entry.slice(0, 20)}`);
  },
);

test('a long bad line is shortened in the message', () => {
  expect(() => parseMd5List('porcelain'.repeat(100), 'list.txt')).toThrow(/^.{0,100}$/);
});

test('a missing list is named as the experiment names it', async () => {
  await expect(readMd5List('/nowhere/lists/none.txt', 'lists/none.txt')).rejects.toMatchObject({
    code: 'env/missing-md5-list',
    message: 'There is no list `lists/none.txt`',
  });
});

test('a folder in the place of a list is named', async () => {
  await expect(readMd5List(import.meta.dirname, 'lists')).rejects.toMatchObject({
    code: 'env/unreadable-file',
    message: 'Cannot read `lists`',
  });
});
