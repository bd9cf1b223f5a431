import { expect, test } from 'vitest';
import type { Candidate } from '../../src/pack/candidate.ts';
import type { LookAhead } from '../../src/pack/look-ahead.ts';
import { batchBytes, planBatch, planBatchBehind } from '../../src/pack/shard-limits.ts';

const draw = (seed: number) => {
  let state = seed + 1;
  return (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
};

const candidate = (number: number, size: number, skip: boolean): Candidate => ({
  row: { number, line: 0, start: 0, fields: { image: 0, caption: 1 }, image: '', caption: '' },
  path: '',
  size: skip ? 0 : size,
  mtimeMs: 0,
  remarks: [],
  skip,
});

const aheadOf = (rows: readonly Candidate[]): LookAhead => ({
  fill: async (count) => Math.min(count, rows.length),
  at: (index) => rows[index],
  take: (count) => rows.slice(0, count),
  close: async () => {},
});

test('a batch that is planned before the one in front of it is judged is the one that would be planned after', async () => {
  let told = 0;
  for (let seed = 0; seed < 500; seed += 1) {
    const next = draw(seed);
    const limits = { rows: 20 + next(400), bytes: batchBytes * (1 + next(4)) };
    const rows = Array.from({ length: 400 }, (_, index) =>
      candidate(index + 1, 1 + next(batchBytes / (1 + next(60))), next(10) === 0),
    );
    const before = next(limits.rows);
    const filled = { rows: before, kept: before, bytes: next(limits.bytes) };
    const unjudged = aheadOf(rows).take(await planBatch(aheadOf(rows), limits, filled));
    const ahead = aheadOf(rows.slice(unjudged.length));
    const behind = await planBatchBehind(unjudged, ahead, limits, filled);
    if (behind === undefined) continue;
    told += 1;
    const kept = unjudged.filter(({ skip }) => !skip && next(3) > 0);
    const judged = {
      rows: filled.rows + unjudged.length,
      kept: filled.kept + kept.length,
      bytes: kept.reduce((sum, { size }) => sum + size, filled.bytes),
    };
    expect([seed, await planBatch(ahead, limits, judged)]).toEqual([seed, behind]);
  }
  expect(told).toBeGreaterThan(100);
  expect(told).toBeLessThan(500);
});

test('a batch behind one whose judgement decides where the shard ends is not planned', async () => {
  const limits = { rows: 1000, bytes: 100 };
  const ahead = aheadOf([candidate(2, 60, false)]);
  const first = candidate(1, 60, false);
  expect(await planBatchBehind([first], ahead, limits, { rows: 0, kept: 0, bytes: 0 })).toBeUndefined();
  const skipped = candidate(1, 60, true);
  expect(await planBatchBehind([skipped], ahead, limits, { rows: 0, kept: 0, bytes: 0 })).toBe(1);
});
