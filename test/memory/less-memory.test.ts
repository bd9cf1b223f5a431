import { describe, expect, it } from 'vitest';
import type { RequestedSettings } from '../../src/memory/resolve/candidates.ts';
import { lessMemory } from '../../src/memory/resolve/less-memory.ts';
import { resolveMemory } from '../../src/memory/resolve/resolve-memory.ts';
import { memoryInput, memorySettings } from './memory-input.ts';

const AUTO: RequestedSettings = {
  zero: 'auto',
  offload: 'auto',
  microBatch: 'auto',
  checkpointing: 'auto',
  attention: 'auto',
  encoderDtype: 'auto',
};

describe('what needs less memory than what ran out', () => {
  it.each([
    ['all left open', AUTO],
    ['everything but the micro batch left open', { ...AUTO, microBatch: 8 }],
    ['everything stated', { ...memorySettings({ microBatch: 8, checkpointing: 1 }) }],
  ] as const)('is the next in the order of what is settled: %s', (_, requested) => {
    const input = memoryInput({ batch: 32 });
    const resolved = resolveMemory(input, requested);
    const less = lessMemory(input, requested, resolved);
    expect(less?.changes.length).toBeGreaterThan(0);
    expect(less?.total).toBeLessThan(resolved.memory.high * 0.9);
    expect(less?.changes).toMatchSnapshot();
  });

  it('is nothing where even the least setting is in use', () => {
    const input = memoryInput({ method: { kind: 'ipadapter' }, buckets: [{ height: 512, width: 512 }] });
    const requested = memorySettings({ zero: 3, offload: 'optimizer+parameters', checkpointing: 1 });
    const resolved = resolveMemory(input, requested);
    expect(lessMemory(input, requested, resolved)).toBeUndefined();
  });
});
