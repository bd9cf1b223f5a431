import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderNpz } from '../../src/indexing/npz.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { findingsOf } from './findings-of.ts';

/** A folder with the two files that the index names. */
function folderWithFiles(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a'));
  for (const name of ['0.arrow', '1.arrow']) writeFileSync(join(folder, 'a', name), '');
  return folder;
}

const BASE = {
  data_type: ['x'],
  config_file: '',
  indices_file: '',
  arrow_files: ['a/0.arrow', 'a/1.arrow'],
  cum_length: [3, 5],
  group_length: [2, 1],
  indices: [0, 2, 4],
};

const codesOf = (value: object, folder = folderWithFiles()): readonly string[] =>
  (findingsOf('index.json', JSON.stringify(value), folder) ?? ['no index']).map((line) =>
    line.split(' ').slice(0, 2).join(' '),
  );

describe('an index of rows', () => {
  it.each<[string, object, readonly string[]]>([
    ['right', {}, []],
    ['right, with repeats', { indices: [0, 0, 4] }, []],
    ['without a side file at all', { indices_file: undefined }, []],
    ['no cum_length', { cum_length: undefined }, ['error index/missing-key']],
    ['text for a list', { arrow_files: 'a/0.arrow' }, ['error index/wrong-type']],
    ['a number for a path', { arrow_files: [1, 'a/1.arrow'] }, ['error index/wrong-type']],
    ['too few totals', { cum_length: [5] }, ['error index/length', 'error index/sum']],
    ['too few groups', { group_length: [3] }, ['error index/length', 'error index/sum']],
    ['totals that fall', { cum_length: [6, 5] }, ['error index/falling', 'error index/sum']],
    ['a row outside', { indices: [0, 2, 5] }, ['error index/row-outside']],
    ['a row below', { indices: [-1, 2, 4] }, ['error index/row-outside']],
    ['a wrong sum', { group_length: [2, 2] }, ['error index/sum']],
    ['a wrong group', { group_length: [1, 2] }, ['error index/sum']],
    [
      'files in the order of a disk',
      { arrow_files: ['a/1.arrow', 'a/0.arrow'] },
      ['warning index/file-order'],
    ],
    ['a file twice', { arrow_files: ['a/1.arrow', './a/1.arrow'] }, ['warning index/file-twice']],
    ['rows that do not ascend', { indices: [2, 0, 4] }, ['warning index/order']],
    ['no rows', { indices: [], group_length: [0, 0] }, ['error index/no-rows']],
    [
      'a side file that is missing',
      { indices_file: 'x.index.npz', indices: [] },
      ['error index/npz-missing'],
    ],
    [
      'a file of another machine',
      { arrow_files: ['a/0.arrow', '/other/1.arrow'] },
      ['error index/arrow-missing'],
    ],
    ['a file of Windows', { arrow_files: ['a/0.arrow', 'D:\\data\\1.arrow'] }, ['error index/arrow-missing']],
    [
      'a file that is not found',
      { arrow_files: ['a/0.arrow', 'b/1.arrow'] },
      ['warning index/arrow-missing'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(codesOf({ ...BASE, ...change })).toEqual(expected);
  });
});

describe('an index of buckets', () => {
  const MULTI = {
    ...BASE,
    data_type: ['multi-resolution-bucket-v2', 'base_size=1024', 'reso_step=64'],
    indices_file: 'index.index.npz',
    group_length: { '512x512': [1, 1], '512x1024': [1, 0] },
    indices: {},
  };
  const rows = { '512x512': [0, 4], '512x1024': [2] };

  /** What is said of the index beside an npz of these rows. */
  function judge(
    change: object,
    npz: Readonly<Record<string, readonly number[]>> | undefined,
  ): readonly string[] {
    const folder = folderWithFiles();
    if (npz)
      writeFileSync(
        join(folder, 'index.index.npz'),
        renderNpz(Object.entries(npz).map(([name, values]) => [name, Int32Array.from(values)])),
      );
    return codesOf({ ...MULTI, ...change }, folder);
  }

  it.each<[string, object, Readonly<Record<string, readonly number[]>> | undefined, readonly string[]]>([
    ['right', {}, rows, []],
    ['no npz', {}, undefined, ['error index/npz-missing']],
    ['no name of one', { indices_file: '' }, rows, ['error index/missing-key']],
    ['a bucket that the npz lacks', {}, { '512x512': [0, 4] }, ['error index/npz-buckets']],
    ['a bucket that only the npz has', {}, { ...rows, '64x64': [1] }, ['error index/npz-buckets']],
    ['other counts', {}, { ...rows, '512x512': [0, 1, 4] }, ['error index/sum']],
    [
      'a bucket with another name',
      { group_length: { ...MULTI.group_length, square: [0, 0] } },
      { ...rows, square: [] },
      ['error index/bucket-name'],
    ],
    [
      'too few groups',
      { group_length: { ...MULTI.group_length, '512x512': [2] } },
      rows,
      ['error index/length'],
    ],
  ])('%s', (_name, change, npz, expected) => {
    expect(judge(change, npz)).toEqual(expected);
  });
});

describe('an index of the real tool', () => {
  const files = readdirSync('test/golden/indexkits', { recursive: true, encoding: 'utf8' })
    .map((name) => join('test/golden/indexkits', name))
    .filter((path) => path.endsWith('.json') && readFileSync(path, 'utf8').includes('"cum_length"'));

  it.each(files)('%s lacks nothing but the files that it names', (path) => {
    const codes = (findingsOf(path, readFileSync(path, 'utf8')) ?? ['no index']).map(
      (line) => line.split(' ')[1],
    );
    const overlaps = /\/(overlap|dup_repeat)\.json$/.test(path); // two of its patterns find the same files
    expect(codes.filter((code) => code !== 'index/arrow-missing' && code !== 'index/npz-missing')).toEqual(
      overlaps ? ['index/file-twice'] : [],
    );
  });
});
