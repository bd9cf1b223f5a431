import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactScale, markText, roundScale, shareOf } from '../../../src/report/page/scale.ts';

describe('scales', () => {
  it.each([
    { low: 0, high: 1e-4, count: 3, marks: [0, 5e-5, 1e-4] },
    { low: 0.151, high: 0.813, count: 4, marks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    { low: 0, high: 0.3, count: 3, marks: [0, 0.1, 0.2, 0.3] },
    { low: 5, high: 5, count: 4, marks: [4, 6] },
    { low: 0, high: 0, count: 3, marks: [0, 0.5] },
  ])('puts round marks around $low to $high', ({ low, high, count, marks }) => {
    const scale = roundScale(low, high, count);
    expect(scale).toEqual({ from: marks[0], to: marks.at(-1), marks });
  });

  it('holds all values, with a handful of marks', () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, min: -1e6, max: 1e6 }),
        fc.float({ noNaN: true, min: 0, max: 1e6 }),
        (low, span) => {
          fc.pre(span === 0 || span > Math.abs(low) * 1e-6);
          const { from, to, marks } = roundScale(low, low + span, 4);
          const slack = Math.max(Math.abs(low), span) * 1e-6;
          expect(from).toBeLessThanOrEqual(low + slack);
          expect(to).toBeGreaterThanOrEqual(low + span - slack);
          expect(marks.length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });

  it('ends with the values where that is wanted', () => {
    expect(exactScale(0, 1900, 4)).toEqual({ from: 0, to: 1900, marks: [0, 500, 1000, 1500] });
  });

  it('says where a value lies', () => {
    expect(shareOf(5, { from: 0, to: 20, marks: [] })).toBe(0.25);
    expect(shareOf(5, { from: 5, to: 5, marks: [] })).toBe(0);
  });

  it.each([
    [0, '0'],
    [1e-4, '1e-4'],
    [2.5e-5, '2.5e-5'],
    [0.05, '0.05'],
    [20_000, '20,000'],
  ])('writes %d as %s', (value, text) => {
    expect(markText(value)).toBe(text);
  });
});
