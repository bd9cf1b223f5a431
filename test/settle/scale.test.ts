import { describe, expect, it } from 'vitest';
import { scaleDecay, scaleRate } from '../../src/settle/scale.ts';

describe('scaleRate', () => {
  it.each([
    { at_batch: 128, batch: 512, scale: 'sqrt' as const, expected: 2e-4 },
    { at_batch: 128, batch: 512, scale: 'linear' as const, expected: 4e-4 },
    { at_batch: 128, batch: 32, scale: 'sqrt' as const, expected: 5e-5 },
    { at_batch: 128, batch: 128, scale: 'sqrt' as const, expected: 1e-4 },
  ])('1e-4 at $at_batch is $expected at $batch by $scale', ({ at_batch, batch, scale, expected }) => {
    expect(scaleRate({ tuned: 1e-4, at_batch, scale }, batch)).toBe(expected);
  });

  it('leaves a plain number as it is', () => {
    expect(scaleRate(0.1234567890123456, 999)).toBe(0.1234567890123456);
  });
});

describe('scaleDecay', () => {
  it('has the same half-life in images at every batch', () => {
    const halfLife = (decay: number): number => Math.log(0.5) / Math.log(decay);
    for (const batch of [1, 8, 128, 4096]) {
      const decay = scaleDecay({ tuned: 0.9999, at_batch: 128 }, batch);
      expect(halfLife(decay) * batch).toBeCloseTo(halfLife(0.9999) * 128, -1);
    }
  });

  it('leaves a plain number as it is', () => {
    expect(scaleDecay(0.9999, 8)).toBe(0.9999);
  });
});
