import { describe, expect, it } from 'vitest';
import { fitEverywhere } from '../../src/settle/fit.ts';
import { settle } from '../../src/settle/settle.ts';
import { writtenExperiment } from '../support/valid-experiment.ts';

describe('fitEverywhere', () => {
  const written = writtenExperiment({ method: { kind: 'full' }, batch: 16, machine: { memory: undefined } });

  it('says of a card and a count what the experiment would be settled to there', () => {
    for (const [gpu, count] of [
      ['A800-80GB', 8],
      ['RTX-4090', 1],
      ['RTX-4090', 4],
      ['V100-32GB', 16],
    ] as const) {
      const [fit] = fitEverywhere(written, 'none', [gpu], [count]);
      const nodes = Math.ceil(count / 8);
      const machine = { gpu, gpus_per_node: count / nodes, nodes, memory: undefined };
      const there = settle(writtenExperiment({ method: { kind: 'full' }, batch: 16, machine }));
      expect(fit?.settings, `${count} × ${gpu}`).toEqual(there.memory?.resolved.settings);
      expect(fit?.fits, `${count} × ${gpu}`).toBe(there.memory?.resolved.fits);
    }
  });

  it('says so when it fits nowhere', () => {
    const large = writtenExperiment({
      resolution: { kind: 'single', size: 4096 },
      machine: { memory: undefined },
    });
    const [fit] = fitEverywhere(large, 'none', ['GTX-1080Ti'], [1]);
    expect(fit).toMatchObject({ fits: false });
    expect(fit?.memory.high).toBeGreaterThan(fit?.usable ?? Infinity);
  });
});
