import { describe, expect, it } from 'vitest';
import { gpuOf, gpus, nearestGpus } from '../../src/hardware/gpus.ts';

describe('the table of cards', () => {
  it('knows at least 35 cards', () => {
    expect(gpus.size).toBeGreaterThanOrEqual(35);
  });

  it.each([...gpus])('gives %s a memory that agrees with the size in its name', (name, { memory }) => {
    const named = /(\d+)GB$/.exec(name)?.[1];
    const gib = memory / 2 ** 30;
    expect(gib).toBeGreaterThan(7);
    expect(gib).toBeLessThan(200);
    if (named !== undefined) expect(Math.abs(gib - Number(named)) / Number(named)).toBeLessThan(0.02);
  });
});

describe('gpuOf', () => {
  it('takes a name from the table', () => {
    expect(gpuOf({ gpu: 'RTX-4090' })).toEqual({ memory: 24564 * 2 ** 20, compute: 8.9 });
  });

  it('takes the numbers that a machine gives', () => {
    expect(gpuOf({ gpu: { memory: '24GiB', compute: 8.6 } })).toEqual({ memory: 24 * 2 ** 30, compute: 8.6 });
  });

  it('knows no card by another name', () => {
    expect(gpuOf({ gpu: 'RTX-9999' })).toBeUndefined();
  });
});

describe('nearestGpus', () => {
  it.each([
    ['rtx4090', ['RTX-4090', 'RTX-4090D']],
    ['NVIDIA-GeForce-RTX-3090', ['RTX-3090', 'RTX-3090Ti']],
    ['A800', ['A800-40GB', 'A800-80GB']],
    ['H100-80', ['H100-80GB']],
    ['Tesla-T4', ['T4']],
    ['RTX-A500O', ['RTX-A5000']],
  ])('understands %s as %j', (written, meant) => {
    expect(nearestGpus(written)).toEqual(meant);
  });

  it('has no suggestion for a name of another kind', () => {
    expect(nearestGpus('MI300X-OAM')).toEqual([]);
  });
});
