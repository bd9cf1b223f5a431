import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { buildIndex, surveyIndex } from '../../src/indexing/build-index.ts';
import { indexStep } from './index-step.ts';
import { writePackedFolder, type FixtureRow } from './packed-fixture.ts';
import { readStoredNpz } from './read-npz.ts';

const sum = (digit: string) => digit.repeat(32);
const row = (height: number, width: number, digit: string): FixtureRow => ({
  height,
  width,
  md5: sum(digit),
});

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ditc-index-'));
  writePackedFolder(join(root, 'packed/shards/vases-1'), 'vases', [
    [row(1024, 1024, 'a'), row(2048, 512, 'b')],
    [row(600, 600, 'c'), row(1100, 1000, 'a')],
  ]);
  writePackedFolder(join(root, 'packed/shards/bowls-1'), 'bowls', [
    [row(1024, 1024, 'd'), row(512, 2048, 'b')],
  ]);
});
afterEach(() => rmSync(root, { recursive: true }));

const at = (path: string) => join(root, path);
const readIndex = (path: string): unknown => JSON.parse(readFileSync(at(path), 'utf8'));
const multi = { kind: 'multi', base: 1024, ratios: ['1/1', '4/1', '1/4'] } as const;

test('an index of one size lists its shards relative to itself and all row ids', async () => {
  await buildIndex(indexStep(), { root });
  expect(readIndex('packed/index/porcelain/s1.json')).toEqual({
    data_type: ['Keep md5 duplicates.'],
    config_file: '',
    indices_file: '',
    arrow_files: [
      '../../shards/vases-1/00000.arrow',
      '../../shards/vases-1/00001.arrow',
      '../../shards/bowls-1/00000.arrow',
    ],
    cum_length: [2, 4, 6],
    group_length: [2, 2, 2],
    indices: [0, 1, 2, 3, 4, 5],
    example_indices: [],
  });
});

test('an index of buckets keeps row ids in the npz beside it', async () => {
  await buildIndex(indexStep({ resolution: multi }), { root });
  expect(readIndex('packed/index/porcelain/s1.json')).toMatchObject({
    indices_file: 's1.index.npz',
    group_length: { '512x2048': [0, 0, 1], '1024x1024': [1, 2, 1], '2048x512': [1, 0, 0] },
    indices: {},
    example_indices: {},
  });
  expect(readStoredNpz(readFileSync(at('packed/index/porcelain/s1.index.npz')))).toEqual({
    '512x2048': [5],
    '1024x1024': [0, 2, 3, 4],
    '2048x512': [1],
  });
});

test('the report tells what became of every row', async () => {
  writeFileSync(at('takedown.txt'), `${sum('d')}\n`);
  const sources = indexStep().sources.map((source, position) => ({ ...source, times: position + 1 }));
  const filters = [{ min_side: 512 }, { exclude_md5: 'takedown.txt' }];
  const step = indexStep({ filters, sources, dedupe: true, resolution: multi });
  await expect(buildIndex(step, { root })).resolves.toEqual({
    stage: 's1',
    out: 'packed/index/porcelain/s1.json',
    sources: [
      {
        source: 'vases',
        rows: 4,
        removed: [
          { filter: { min_side: 512 }, rows: 0 },
          { filter: { exclude_md5: 'takedown.txt' }, rows: 0 },
        ],
        duplicates: 1,
        kept: 3,
        times: 1,
      },
      {
        source: 'bowls',
        rows: 2,
        removed: [
          { filter: { min_side: 512 }, rows: 0 },
          { filter: { exclude_md5: 'takedown.txt' }, rows: 1 },
        ],
        duplicates: 1,
        kept: 0,
        times: 2,
      },
    ],
    rowsIn: 6,
    removed: [
      { filter: { min_side: 512 }, rows: 0 },
      { filter: { exclude_md5: 'takedown.txt' }, rows: 1 },
    ],
    duplicates: 2,
    images: 3,
    rowsOut: 3,
    buckets: [
      { height: 1024, width: 1024, rows: 2, upscaled: 1 },
      { height: 2048, width: 512, rows: 1, upscaled: 0 },
    ],
    upscaled: 1,
    crop: {
      mean: 0,
      many: 0,
      worst: { share: 0, height: 1024, width: 1024, source: 'vases', md5: 'a'.repeat(32) },
    },
    written: true,
  });
});

test('building again writes nothing and reports the same', async () => {
  const first = await buildIndex(indexStep(), { root });
  const before = statSync(at('packed/index/porcelain/s1.json'));
  const second = await buildIndex(indexStep(), { root });
  expect(second).toEqual({ ...first, written: false });
  expect(statSync(at('packed/index/porcelain/s1.json')).ino).toBe(before.ino);
});

test('a survey reports the same and writes nothing', async () => {
  const report = await surveyIndex(indexStep(), { root });
  expect(existsSync(at('packed/index'))).toBe(false);
  expect(report).toEqual({ ...(await buildIndex(indexStep(), { root })), written: false });
});

test('an index outside the experiment still finds the shards from its own place', async () => {
  const out = join(root, 'elsewhere', 'deep', 's1.json');
  await buildIndex(indexStep({ out }), { root });
  expect(readIndex('elsewhere/deep/s1.json')).toMatchObject({
    arrow_files: expect.arrayContaining(['../../packed/shards/bowls-1/00000.arrow']),
  });
});

test('progress tells of every source with its rows', async () => {
  const seen: unknown[] = [];
  await buildIndex(indexStep(), { root, onProgress: (progress) => seen.push(progress) });
  expect(seen).toEqual([
    { source: 'vases', rows: 4 },
    { source: 'bowls', rows: 2 },
  ]);
});

test('nothing is written when no row is left', async () => {
  const build = buildIndex(indexStep({ filters: [{ min_side: 9000 }] }), { root });
  await expect(build).rejects.toMatchObject({ code: 'env/empty-index' });
  expect(existsSync(at('packed/index'))).toBe(false);
});

test('paths with characters beyond the basic plane are kept as they are', async () => {
  writePackedFolder(at('packed/shards/青花😀-1'), 'vases', [[row(1024, 1024, 'a')]]);
  const sources = [{ source: 'vases', shards: 'packed/shards/青花😀-1', times: 1 }];
  await buildIndex(indexStep({ sources }), { root });
  expect(readFileSync(at('packed/index/porcelain/s1.json'), 'utf8')).toContain(
    '"../../shards/青花😀-1/00000.arrow"',
  );
});
