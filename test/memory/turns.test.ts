import { describe, expect, it } from 'vitest';
import { dimensionsOf } from '../../src/memory/dimensions.ts';
import { layerTraining } from '../../src/memory/layer-training.ts';
import { forwardBackward, stepBytes } from '../../src/memory/tape/forward-backward.ts';
import type { ModelSettings } from '../../src/memory/tape/model.ts';
import { type Turn, turnsOf } from '../../src/memory/tape/turns.ts';
import type { MemoryInput } from '../../src/memory/memory-input.ts';
import { LORA } from './memory-input.ts';

const METHODS: readonly MemoryInput['method'][] = [
  { kind: 'full' },
  LORA,
  { kind: 'lora', rank: 8, targets: ['blocks.3.attn1.Wqkv', 'blocks.30.mlp.fc2', 'skip_linear'] },
  { kind: 'ipadapter' },
];
const SHARES = [0, 0.02, 0.25, 0.5, 0.52, 0.75, 0.98, 1];
const IMAGES = [1, 2, 7];

const cases = METHODS.flatMap((method) =>
  SHARES.flatMap((share) => (['flash', 'torch'] as const).map((attention) => ({ method, share, attention }))),
);

describe('blocks that are alike, played once', () => {
  it.each(cases)('come to the same byte: $method share $share $attention', ({ method, share, attention }) => {
    const model = { size: 'g/2', version: 'v1.2' } as const;
    const dimensions = dimensionsOf(model.size, model.version);
    const training = layerTraining(model, method);
    const checkpointed = (index: number): boolean => share > 0 && index >= (1 - share) * dimensions.depth;
    const play = (turns: readonly Turn[], images: number): ReturnType<typeof forwardBackward> => {
      const settings: ModelSettings = {
        dimensions,
        images,
        tokens: 1024,
        attention,
        imagePrompt: method.kind === 'ipadapter',
        training: training.of,
        embedderHooks: method.kind === 'lora',
      };
      return forwardBackward(settings, { checkpointed, turns });
    };
    const kind = (index: number): string => `${checkpointed(index)} ${training.kindOf(index)}`;
    const short = turnsOf(
      dimensions.skipBlocks,
      (index) => `${kind(index)} ${kind(dimensions.depth - 1 - index)}`,
    );
    const every = Array.from({ length: dimensions.skipBlocks }, (_, index) => ({ index, times: 1 }));
    expect(short.reduce((sum, { times }) => sum + times, 0)).toBe(every.length);
    expect(short.length).toBeLessThan(every.length / 2);
    for (const images of IMAGES)
      expect(stepBytes(play(short, images), 1)).toEqual(stepBytes(play(every, images), 1));
    if (method.kind === 'ipadapter' && attention === 'torch') return; // Copies the query of several images, not of one.
    for (const images of IMAGES)
      expect(stepBytes(play(short, 1), images)).toEqual(stepBytes(play(every, images), 1));
  });
});
