import { expect, test } from 'vitest';

import type { IndexStep } from '../../src/plan/plan.ts';
import type { ReadyFilter } from '../../src/indexing/filter-rows.ts';
import { emptyIndex } from '../../src/indexing/index-report.ts';
import { md5SetOf } from '../../src/indexing/md5-set.ts';
import { joinRows } from '../../src/indexing/row-table.ts';
import { selectRows } from '../../src/indexing/select-rows.ts';
import { indexStep } from './index-step.ts';

type Row = readonly [height: number, width: number, md5: number];

const sumOf = (digit: number) => new Uint8Array(16).fill(digit);

function packedOf(source: string, rows: readonly Row[]) {
  return {
    source,
    shards: [{ file: '00000.arrow', rows: rows.length }],
    heights: Int32Array.from(rows, ([height]) => height),
    widths: Int32Array.from(rows, ([, width]) => width),
    md5: Buffer.concat(rows.map(([, , digit]) => sumOf(digit))),
  };
}

const step = indexStep();

function select(
  vases: readonly Row[],
  bowls: readonly Row[],
  change: Partial<IndexStep>,
  filters: readonly ReadyFilter[],
) {
  const table = joinRows([packedOf('vases', vases), packedOf('bowls', bowls)]);
  const { indices, sources } = selectRows({ ...step, ...change }, table, filters);
  return { indices: [...indices], sources };
}

const square = (side: number, md5: number): Row => [side, side, md5];

test('the shorter side decides about min_side, and equal is enough', () => {
  const rows: readonly Row[] = [
    [768, 2000, 1],
    [767, 2000, 2],
    [2000, 767, 3],
    [768, 768, 4],
  ];
  const { indices, sources } = select(rows, [], { filters: [{ min_side: 768 }] }, [{ min_side: 768 }]);
  expect(indices).toEqual([0, 3]);
  expect(sources[0]).toMatchObject({ rows: 4, kept: 2, removed: [{ filter: { min_side: 768 }, rows: 2 }] });
});

test('max_aspect counts in both directions, and equal is allowed', () => {
  const rows: readonly Row[] = [
    [100, 400, 1],
    [400, 100, 2],
    [100, 401, 3],
    [401, 100, 4],
  ];
  expect(select(rows, [], {}, [{ max_aspect: 4 }]).indices).toEqual([0, 1]);
});

test('a row counts for the first filter that removes it', () => {
  const filters = [{ min_side: 500 }, { max_aspect: 2 }];
  const rows: readonly Row[] = [
    [100, 900, 1],
    [600, 1300, 2],
    [600, 600, 3],
  ];
  const { sources } = select(rows, [square(10, 4)], { filters }, filters);
  expect(sources.map(({ removed }) => removed.map(({ rows: count }) => count))).toEqual([
    [1, 1],
    [1, 0],
  ]);
});

test('lists keep or drop rows by md5', () => {
  const rows = [square(9, 1), square(9, 2), square(9, 3)];
  const list = md5SetOf(Buffer.concat([sumOf(2), sumOf(9)]));
  expect(select(rows, [square(9, 2)], {}, [{ include_md5: list }]).indices).toEqual([1, 3]);
  expect(select(rows, [square(9, 2)], {}, [{ exclude_md5: list }]).indices).toEqual([0, 2]);
});

test('an empty list includes nothing and excludes nothing', () => {
  const empty = md5SetOf(new Uint8Array(0));
  expect(select([square(9, 1)], [], {}, [{ include_md5: empty }]).indices).toEqual([]);
  expect(select([square(9, 1)], [], {}, [{ exclude_md5: empty }]).indices).toEqual([0]);
});

test('of equal md5 sums the first over all sources stays', () => {
  const { indices, sources } = select(
    [square(9, 1), square(9, 1)],
    [square(9, 2), square(9, 1)],
    { dedupe: true },
    [],
  );
  expect(indices).toEqual([0, 2]);
  expect(sources.map(({ duplicates }) => duplicates)).toEqual([1, 1]);
});

test('a row that a filter removed does not stand in for its duplicate', () => {
  const { indices } = select([square(9, 1)], [square(99, 1)], { dedupe: true }, [{ min_side: 50 }]);
  expect(indices).toEqual([1]);
});

test('times repeats rows side by side, after duplicates are gone', () => {
  const sources = step.sources.map((source, at) => ({ ...source, times: at === 0 ? 2 : 3 }));
  const { indices } = select([square(9, 1), square(9, 1)], [square(9, 2)], { dedupe: true, sources }, []);
  expect(indices).toEqual([0, 0, 2, 2, 2]);
});

test.each([
  [[0, 5, 1], '5x0'],
  [[5, 0, 1], '0x5'],
  [[-7, 10, 1], '10x-7'],
] as const)('a row of %j is an error that names its place', (row, size) => {
  expect(() => select([square(9, 1)], [square(9, 2), row], {}, [])).toThrow(
    `Row 2 of the packed source \`bowls\` is ${size} pixels`,
  );
});

test('an index without rows says which filter took how many and what to change', () => {
  const filters = [{ min_side: 768 }, { exclude_md5: 'lists/takedown.txt' }];
  const list = md5SetOf(sumOf(3));
  const { sources } = select([square(9, 1), square(9, 2)], [square(999, 3)], { filters }, [
    { min_side: 768 },
    { exclude_md5: list },
  ]);
  const error = emptyIndex({ ...step, filters }, sources);
  expect(error.code).toBe('env/empty-index');
  expect(error.message).toBe(
    'Stage `s1` has no images: the filters removed all 3 rows of `vases`, `bowls` (`min_side: 768` 2, `exclude_md5: lists/takedown.txt` 1)',
  );
  expect(error.help).toBe('Lower `min_side` below 768, or take larger images.');
});

test('an index without rows to begin with sends to the list of skipped rows', () => {
  const { sources } = select([], [], {}, []);
  const error = emptyIndex(step, sources);
  expect(error.message).toBe('Stage `s1` has no images: nothing was packed from `vases`, `bowls`');
  expect(error.help).toContain('skipped.csv');
});
