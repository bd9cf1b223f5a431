import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { npzName } from '../../src/indexing/index-files.ts';
import { writeIndex } from '../../src/indexing/write-index.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ditc-index-'));
});
afterEach(() => rm(folder, { recursive: true }));

const multi = { json: Buffer.from('{"buckets": 5}'), npz: Buffer.from('npz') };
const single = { json: Buffer.from('{"indices": []}'), npz: undefined };

test('the index and its npz are written into a new folder, and nothing else', async () => {
  const file = join(folder, 'packed', 'index', 's1.json');
  expect(await writeIndex(file, multi)).toBe(true);
  expect((await readdir(join(folder, 'packed', 'index'))).toSorted()).toEqual(['s1.index.npz', 's1.json']);
  expect(await readFile(file)).toEqual(multi.json);
});

test('equal files are left alone', async () => {
  const file = join(folder, 's1.json');
  await writeIndex(file, multi);
  const before = await stat(file);
  expect(await writeIndex(file, multi)).toBe(false);
  expect((await stat(file)).ino).toBe(before.ino);
});

test('an npz that was changed by hand is written again', async () => {
  const file = join(folder, 's1.json');
  await writeIndex(file, multi);
  await writeFile(join(folder, 's1.index.npz'), 'other');
  expect(await writeIndex(file, multi)).toBe(true);
  expect(await readFile(join(folder, 's1.index.npz'))).toEqual(multi.npz);
});

test('an npz of an earlier shape goes away', async () => {
  const file = join(folder, 's1.json');
  await writeIndex(file, multi);
  await writeIndex(file, single);
  expect(await readdir(folder)).toEqual(['s1.json']);
});

test('a folder that is a file is reported, not swallowed', async () => {
  await writeFile(join(folder, 'packed'), '');
  await expect(writeIndex(join(folder, 'packed', 's1.json'), multi)).rejects.toThrow();
});

test('when the npz cannot be written, no index is left that would go with an older one', async () => {
  const file = join(folder, 's1.json');
  await writeIndex(file, multi);
  const aside = `s1.index.npz.${process.pid}.new`;
  await mkdir(join(folder, aside));
  await expect(writeIndex(file, { ...multi, npz: Buffer.from('other') })).rejects.toThrow();
  expect((await readdir(folder)).toSorted()).toEqual([aside, 's1.index.npz'].toSorted());
});

test.each([
  ['packed/index/porcelain/s1.json', 's1.index.npz'],
  ['a.b.json', 'a.b.index.npz'],
  ['plainname', 'plainname.index.npz'],
])('the npz of %s is %s', (file, name) => {
  expect(npzName(file)).toBe(name);
});
