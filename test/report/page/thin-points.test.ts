import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Point, smoothPoints, thinPoints, unbrokenParts } from '../../../src/report/page/thin-points.ts';

const COLUMNS = 50;

const curve = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 2000 })
  .map((values) => values.map((y, x): Point => ({ x, y })));

describe('thinPoints', () => {
  it('keeps ends and extremes in their order, and at most four points a column', () => {
    fc.assert(
      fc.property(curve, (points) => {
        const thin = thinPoints(points, COLUMNS);
        const heights = points.map(({ y }) => y);
        expect(thin.length).toBeLessThanOrEqual(4 * COLUMNS);
        expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
        const kept = thin.map(({ y }) => y);
        expect(Math.max(...kept)).toBe(Math.max(...heights));
        expect(Math.min(...kept)).toBe(Math.min(...heights));
        expect(thin.map(({ x }) => x)).toEqual(
          [...new Set(thin.map(({ x }) => x))].toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('leaves a few points as they are, and one peak in ten thousand', () => {
    const few = [3, 1, 2].map((y, x) => ({ x, y }));
    expect(thinPoints(few, COLUMNS)).toEqual(few);
    const many = Array.from({ length: 10_000 }, (_, x) => ({ x, y: x === 4321 ? 9 : 1 }));
    expect(thinPoints(many, COLUMNS)).toContainEqual({ x: 4321, y: 9 });
  });
});

describe('unbrokenParts', () => {
  it('breaks at what is no number and where a run went on from an earlier step', () => {
    const points = [
      { x: 1, y: 1 },
      { x: 2, y: Number.NaN },
      { x: 3, y: 3 },
      { x: 4, y: 4 },
      { x: 4, y: 5 },
      { x: 5, y: Number.POSITIVE_INFINITY },
    ];
    expect(unbrokenParts(points).map((part) => part.map(({ y }) => y))).toEqual([[1], [3, 4], [5]]);
  });
});

describe('smoothPoints', () => {
  it('takes means of neighbours that are numbers', () => {
    const points = [0, 3, 6, Number.NaN, 10].map((y, x) => ({ x, y }));
    expect(smoothPoints(points, 1).map(({ y }) => y)).toEqual([1.5, 3, 4.5, Number.NaN, 10]);
  });
});
