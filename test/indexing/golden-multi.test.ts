import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

import { assignBuckets } from '../../src/indexing/assign-buckets.ts';
import { multiResolutionType } from '../../src/indexing/describe-index.ts';
import { renderMultiIndex } from '../../src/indexing/index-files.ts';
import { bucketName, resolutionBuckets } from '../../src/indexing/resolution-buckets.ts';
import { goldenTable, goldenUrl, readGolden, readGoldenText, type GoldenIndex } from './golden-rows.ts';
import { readStoredNpz } from './read-npz.ts';

const folders = [
  'f_mr_1024_64',
  'g_mr_ratios',
  'h_mr_other_bases',
  'i_mr_min_size',
  'j_mr_two_sources',
  'k_mr_repeats',
];

const runs = folders.flatMap((folder) =>
  readdirSync(goldenUrl(folder))
    .filter((file) => file.endsWith('.index.npz.json'))
    .map((file) => [folder, file.replace(/\.index\.npz\.json$/, '')] as const),
);

/** The shape that a golden `data_type` tells in Python's notation. */
function shapeOf(dataType: readonly string[]) {
  const value = (key: string) =>
    dataType.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
  const ratios = [...value('target_ratios').matchAll(/'(\d+):(\d+)'/g)].map(
    ([, height, width]) => `${height}/${width}`,
  );
  return {
    base: Number(value('base_size')),
    ...(value('reso_step') === 'None' ? {} : { step: Number(value('reso_step')) }),
    ...(ratios.length === 0 ? {} : { ratios }),
    align: Number(value('align')),
    minSize: Number(value('min_size')),
    sources: dataType.slice(dataType.indexOf('src_files=') + 1),
  };
}

/** Row ids of the base indexes that the run read, those of later ones behind the rows of the earlier. */
function sourceIndices(folder: string, sources: readonly string[]): Int32Array {
  let rows = 0;
  const ids = sources.flatMap((source) => {
    const base = readGolden<GoldenIndex>(`${folder}/${source.replace('out/', '')}`);
    const start = rows;
    rows += base.cum_length.at(-1) ?? 0;
    return base.indices.map((id) => start + id);
  });
  return Int32Array.from(ids);
}

test('every kept multireso run is looked at', () => {
  expect(runs.length).toBe(27);
});

test.each(runs)(
  'idk multireso %s/%s is reproduced: JSON byte for byte, npz array for array',
  (folder, stem) => {
    const file = existsSync(goldenUrl(`${folder}/${stem}.json`)) ? `${stem}.json` : stem;
    const golden = readGolden<GoldenIndex>(`${folder}/${file}`);
    const shape = shapeOf(golden.data_type);
    const table = goldenTable(folder, golden.arrow_files);
    const buckets = resolutionBuckets(shape);
    const members = assignBuckets({
      ...table,
      indices: sourceIndices(folder, shape.sources),
      buckets,
      minSize: shape.minSize,
    });
    const header = {
      dataType: multiResolutionType(shape),
      configFile: golden.config_file,
      arrowFiles: golden.arrow_files,
      cumLength: table.cumLength,
    };
    const { json, npz } = renderMultiIndex(file, header, buckets, members);
    expect(json.toString()).toBe(readGoldenText(`${folder}/${file}`));
    const arrays = readStoredNpz(npz ?? Buffer.alloc(0));
    expect(Object.entries(arrays)).toEqual(
      Object.entries(readGolden<Record<string, readonly number[]>>(`${folder}/${stem}.index.npz.json`)),
    );
  },
);

interface GoldenBuckets {
  readonly base_size: number;
  readonly reso_step: number | null;
  readonly target_ratios: readonly string[] | null;
  readonly align: number;
  readonly buckets?: readonly string[];
}

const bucketLists = readGolden<readonly GoldenBuckets[]>('z_bucket_lists/buckets.json');

test.each(bucketLists)(
  'buckets of base $base_size, step $reso_step, ratios $target_ratios, align $align are those of ResolutionGroup',
  ({ base_size: base, reso_step: step, target_ratios: ratios, align, buckets }) => {
    const make = () =>
      resolutionBuckets({
        base,
        align,
        ...(step === null ? {} : { step }),
        ...(ratios === null ? {} : { ratios: ratios.map((ratio) => ratio.replace(':', '/')) }),
      });
    if (buckets === undefined) expect(make).toThrow(RangeError);
    else expect(make().map(bucketName)).toEqual(buckets);
  },
);

test('all bucket lists are looked at', () => {
  expect(bucketLists.length).toBe(42);
});
