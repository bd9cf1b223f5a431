import { describe, expect, it } from 'vitest';
import { settle } from '../../src/settle/settle.ts';
import { type Change, writtenExperiment } from '../support/valid-experiment.ts';

const settledMemory = (change: Change) => settle(writtenExperiment(change)).experiment.machine.memory;

const AUTO = { memory: undefined };
const FULL = { method: { kind: 'full' } };

describe('memory that is `auto`', () => {
  it('is ZeRO-1 for a full fine-tune on eight A800, and says why', () => {
    const written = writtenExperiment({
      ...FULL,
      batch: 256,
      machine: { gpu: 'A800-80GB', gpus_per_node: 8, ...AUTO },
    });
    const { experiment, memory } = settle(written);
    expect(experiment.machine.memory).toMatchObject({ zero: 1, offload: 'none', attention: 'flash' });
    expect(memory?.resolved).toMatchObject({
      fits: true,
      cost: 'no more communication than plain data parallelism',
    });
  });

  it('is no ZeRO for a LoRA on one RTX-4090', () => {
    expect(settledMemory({ machine: AUTO })).toMatchObject({ zero: 0, offload: 'none', micro_batch: 1 });
  });

  it('offloads the optimizer for a full fine-tune on one RTX-4090', () => {
    expect(settledMemory({ ...FULL, machine: AUTO })).toMatchObject({ zero: 1, offload: 'optimizer' });
  });

  it('is ZeRO-1 with some blocks checkpointed for a full fine-tune on eight cards of 24 GB', () => {
    const memory = settledMemory({ ...FULL, batch: 64, machine: { gpus_per_node: 8, ...AUTO } });
    expect(memory).toMatchObject({ zero: 1, offload: 'none' });
    expect(Number(memory.gradient_checkpointing)).toBeGreaterThan(0);
  });

  it('takes PyTorch’s attention on a card that FlashAttention does not run on', () => {
    expect(settledMemory({ machine: { gpu: 'V100-32GB', ...AUTO } }).attention).toBe('torch');
  });

  it('keeps what the file states', () => {
    const stated = {
      zero: 2,
      offload: 'optimizer',
      micro_batch: 4,
      gradient_checkpointing: 0.5,
      attention: 'torch',
      encoder_dtype: 'fp32',
      reserve: 0.2,
    };
    expect(settledMemory({ machine: { memory: stated } })).toEqual(stated);
  });

  it('has some value where the card is not known, so that other rules can speak', () => {
    const { experiment, memory } = settle(writtenExperiment({ machine: { gpu: 'S9000', ...AUTO } }));
    expect(memory).toBeUndefined();
    expect(experiment.machine.memory).toMatchObject({ micro_batch: 1, attention: 'flash' });
  });
});
