import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';

import type { IndexStep } from '../../src/plan/plan.ts';
import { buildIndex } from '../../src/indexing/build-index.ts';
import { renderNpz } from '../../src/indexing/npz.ts';
import { renderPythonJson } from '../../src/indexing/python-json.ts';
import { indexStep } from './index-step.ts';
import { type FixtureRow, porcelainRows, writePackedFolder } from './packed-fixture.ts';
import { runPython, testWithCheckout, testWithModules } from './run-python.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ditc-index-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const loadNpz = `
import sys, json, numpy
arrays = numpy.load(sys.argv[1])
print(json.dumps([[k, str(v.dtype), v.flags.c_contiguous, v.tolist()] for k, v in arrays.items()]))`;

testWithModules(['numpy'], 'numpy loads every member of the npz', () => {
  const file = join(root, 's1.index.npz');
  const arrays = [
    ['512x2048', Int32Array.of(0, 0, 2_147_483_647)],
    ['1024x1024', Int32Array.from({ length: 100_000 }, (_, id) => id)],
    ['2048x512', new Int32Array(0)],
  ] as const;
  writeFileSync(file, renderNpz(arrays));
  expect(runPython(loadNpz, [file])).toEqual(arrays.map(([name, ids]) => [name, 'int64', true, [...ids]]));
});

const dumpJson = `
import sys, json
value = json.load(open(sys.argv[1], encoding='utf-8'))
again = json.dumps(value, indent=4, ensure_ascii=False).encode()
print(json.dumps([again == open(sys.argv[1], 'rb').read(), value]))`;

testWithModules(['json'], 'json.dump gives the same bytes back', () => {
  const characters = String.fromCodePoint(
    ...Array.from({ length: 0x500 }, (_, code) => code),
    0xffff,
    0x1f600,
  );
  const value = {
    text: [characters, ''],
    ids: Int32Array.of(0, 10, 99),
    none: [],
    empty: {},
    nested: { a: { b: [1] } },
  };
  const file = join(root, 's1.json');
  writeFileSync(file, renderPythonJson(value));
  expect(runPython(dumpJson, [file])).toEqual([true, { ...value, ids: [...value.ids] }]);
});

const shards: readonly (readonly FixtureRow[])[] = [
  porcelainRows(230, 1),
  porcelainRows(1, 2),
  porcelainRows(170, 3),
];
const sources = [{ source: 'vases', shards: 'packed/shards/vases-1', times: 2 }];

/** Real Arrow files of the rows, for the reader of the trainer. */
const writeShards = `
import sys, json, pyarrow as pa
for name, rows in json.load(open(sys.argv[1])).items():
    table = pa.table({key: [row[key] for row in rows] for key in ('md5', 'width', 'height')})
    with pa.OSFile(name, 'wb') as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
print('null')`;

async function buildReal(change: Partial<IndexStep>): Promise<string> {
  const folder = join(root, 'packed/shards/vases-1');
  writePackedFolder(folder, 'vases', shards);
  const rows = join(root, 'rows.json');
  writeFileSync(
    rows,
    JSON.stringify(Object.fromEntries(shards.map((shard, at) => [`0000${at}.arrow`, shard]))),
  );
  runPython(writeShards, [rows], { cwd: folder });
  await buildIndex(indexStep({ sources, ...change }), { root });
  return join(root, 'packed/index/porcelain');
}

const modules = ['numpy', 'pyarrow', 'PIL', 'tqdm'];
const flat = shards.flat();

const readBase = `
import sys, json
sys.path.insert(0, sys.argv[1] + '/IndexKits')
from index_kits import ArrowIndexV2
index = ArrowIndexV2('s1.json')
columns = ['height', 'width', 'md5']
rows = [index.get_data_by_index(i, columns) for i in index.indices.tolist()]
print(json.dumps([{column: row[column] for column in columns} for row in rows]))`;

testWithCheckout(modules, 'ArrowIndexV2 reads the rows that the filters keep', async (checkout) => {
  const folder = await buildReal({ filters: [{ min_side: 700 }], dedupe: true });
  const seen = new Set<string>();
  const expected = flat
    .filter(({ width, height }) => Math.min(width, height) >= 700)
    .filter(({ md5 }) => !seen.has(md5) && seen.add(md5))
    .flatMap((row) => [row, row]);
  expect(expected.length).toBeGreaterThan(200);
  expect(runPython(readBase, [checkout], { cwd: folder })).toEqual(expected);
});

/** The index that the trainer's own tool makes of our base index, and what its reader finds in ours. */
const compareMulti = `
import sys, json, io, contextlib, numpy
sys.path.insert(0, sys.argv[1] + '/IndexKits')
from index_kits import MultiResolutionBucketIndexV2, build_multi_resolution_bucket
with contextlib.redirect_stdout(sys.stderr):
    build_multi_resolution_bucket('', 1024, ['base.json'], 'theirs.json', reso_step=64, align=16)
    index = MultiResolutionBucketIndexV2('s1.json', 4, 2)
ours, theirs = [json.load(open(name + '.json')) for name in ('s1', 'theirs')]
a, b = [numpy.load(name + '.index.npz') for name in ('s1', 'theirs')]
print(json.dumps({
    'keys': list(ours) == list(theirs),
    'group_length': list(ours['group_length'].items()) == list(theirs['group_length'].items()),
    'members': list(a) == list(b) and all((a[k] == b[k]).all() and a[k].dtype == b[k].dtype for k in b),
    'images': sum(len(a[k]) for k in a),
    'total': index.total_length,
}))`;

testWithCheckout(
  modules,
  'buckets are those of the real idk multireso, and its reader takes them',
  async (checkout) => {
    const folder = await buildReal({ out: 'packed/index/porcelain/base.json' });
    const report = await buildIndex(
      indexStep({ sources, resolution: { kind: 'multi', base: 1024, step: 64 } }),
      { root },
    );
    const padded = report.buckets.reduce((sum, { rows }) => sum + Math.ceil(rows / 8) * 8, 0);
    expect(runPython(compareMulti, [checkout], { cwd: folder })).toMatchObject({
      keys: true,
      group_length: true,
      members: true,
      images: flat.length * 2,
      total: padded,
    });
  },
);
