import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive } from '../../src/experiment/derive.ts';
import { settle } from '../../src/settle/settle.ts';
import { stageSettings } from '../../src/targets/launch/stage-json.ts';
import { inputFor } from '../support/emit.ts';
import { readArgv, trainerArgv } from '../support/trainer-argv.ts';
import { writtenExperiment } from '../support/valid-experiment.ts';

const LOGGED = 10;

/** What a user writes about rate, average and lengths, and the machine that it runs on. */
const wanted = fc.record({
  lr: fc.double({ min: 1e-7, max: 1e-3, noNaN: true }),
  scale: fc.constantFrom('sqrt' as const, 'linear' as const),
  decay: fc.double({ min: 0.9, max: 0.99999, noNaN: true }),
  atBatch: fc.integer({ min: 1, max: 4096 }),
  warmup: fc.integer({ min: 0, max: 5000 }),
  updates: fc.integer({ min: 1, max: 100_000 }),
  every: fc.integer({ min: 1, max: 10_000 }),
  gpus: fc.constantFrom(1, 2, 8),
  imagesAGpu: fc.constantFrom(1, 2, 4, 12),
});

describe('what the trainer gets', () => {
  it('is, put back through the formulas of upstream, what the user wrote', () => {
    fc.assert(
      fc.property(wanted, ({ lr, scale, decay, atBatch, warmup, updates, every, gpus, imagesAGpu }) => {
        const batch = gpus * imagesAGpu;
        const { experiment } = settle(
          writtenExperiment({
            batch,
            optimizer: { lr: { tuned: lr, at_batch: atBatch, scale }, warmup: `${warmup} steps` },
            ema: { decay: { tuned: decay, at_batch: atBatch } },
            length: `${updates} steps`,
            save: { every: `${every} steps` },
            machine: { gpu: 'A800-80GB', gpus_per_node: gpus, memory: undefined },
          }),
        );
        const flags = readArgv(trainerArgv(experiment, '/root'));
        const { learning_rate: rate } = stageSettings(inputFor(experiment)) as {
          learning_rate: { peak: number; warmup_updates: number; length: object };
        };
        const accumulation = Number(flags['grad_accu_steps']);
        const kappa = batch / atBatch;
        // gbs = world × batch × accu
        expect(gpus * Number(flags['batch_size']) * accumulation).toBe(batch);
        const back = (value: number): number => value / (scale === 'sqrt' ? Math.sqrt(kappa) : kappa);
        expect(back(Number(flags['lr'])) / lr).toBeCloseTo(1, 9);
        expect(back(rate.peak) / lr).toBeCloseTo(1, 9);
        // The overlay moves the average once an update, so the decay is that of an update.
        expect(Math.log(Number(flags['ema_decay'])) / kappa / Math.log(decay)).toBeCloseTo(1, 5);
        // updates = floor(micro steps / accu); intervals the same
        expect(Math.floor(Number(flags['max_training_steps']) / accumulation)).toBe(updates);
        expect(Number(flags['ckpt_every']) / accumulation).toBe(every);
        expect(Number(flags['log_every']) / accumulation).toBe(LOGGED);
        expect(rate).toMatchObject({ warmup_updates: warmup, length: { updates } });
        expect(derive(experiment).accumulation).toBe(accumulation);
      }),
      { numRuns: 300 },
    );
  });
});
