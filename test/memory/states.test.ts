import { beforeAll, describe, expect, it } from 'vitest';
import { parametersOf } from '../../src/memory/adapter-parameters.ts';
import { LIVE_PARAMETERS, PREFETCH } from '../../src/memory/buckets.ts';
import type { MemoryInput, MemorySettings } from '../../src/memory/memory-input.ts';
import * as states from '../../src/memory/states.ts';
import { hasPythonModule, runPython } from '../support/tools.ts';
import { LORA, memoryInput, memorySettings } from './memory-input.ts';

/** What a process holds of a small model after two updates, in bytes. */
interface Held {
  readonly parameters: number;
  /** Gradients after a micro step that is not the last of its update. */
  readonly between: number;
  /** Gradients after the backward of the last one. */
  readonly gradients: number;
  readonly master: number;
  readonly moments: number;
}

interface Case {
  readonly stage: MemorySettings['zero'];
  readonly accumulation: number;
  readonly offload: boolean;
}

interface Estimate {
  readonly stage: 2 | 3;
  readonly gpus: number;
  readonly nodes: number;
  readonly offload: boolean;
}

const WORLDS = [1, 2];
const STAGES = [0, 1, 2, 3] as const;
const cases: readonly Case[] = STAGES.flatMap((stage) =>
  [1, 2].flatMap((accumulation) =>
    (stage === 0 ? [false] : [false, true]).map((offload) => ({ stage, accumulation, offload })),
  ),
);
const estimates: readonly Estimate[] = ([2, 3] as const).flatMap((stage) =>
  [
    { gpus: 1, nodes: 1 },
    { gpus: 4, nodes: 1 },
    { gpus: 8, nodes: 2 },
  ].flatMap((machine) => [true, false].map((offload) => ({ stage, ...machine, offload }))),
);

const LARGEST_LAYER = 16_777_216;
const { all } = parametersOf(memoryInput());
const settingsOf = ({ stage, offload }: Pick<Case, 'stage' | 'offload'>): MemorySettings =>
  memorySettings({ zero: stage, offload: offload ? 'optimizer' : 'none' });

/** A sum of ours in bytes a trained parameter. */
function each(input: MemoryInput, bytes: number): number {
  return bytes / parametersOf(input).trained;
}

describe.skipIf(!hasPythonModule('deepspeed'))('DeepSpeed itself', () => {
  let answer: { readonly runs: readonly (readonly Held[])[]; readonly estimates: readonly number[] };

  beforeAll(() => {
    answer = runPython(new URL('deepspeed-states.py', import.meta.url).pathname, {
      runs: WORLDS.map((world) => ({ world, cases })),
      estimates: estimates.map((estimate) => ({ ...estimate, parameters: all, largest: LARGEST_LAYER })),
    }) as typeof answer; // the script answers all that it is asked
  });

  const real = WORLDS.flatMap((world, run) => cases.map((one, index) => ({ ...one, world, run, index })));

  it.each(real)(
    'holds what we say: stage $stage, accumulation $accumulation, offload $offload, $world processes',
    ({ world, run, index, ...one }) => {
      const held = answer.runs[run]?.[index];
      if (held === undefined) throw new Error('no answer');
      const input = memoryInput({ gpusPerNode: world, batch: world * one.accumulation });
      const settings = settingsOf(one);
      const waiting = states.gradients(input, settings);
      const between = one.accumulation > 1 ? waiting + states.gradientsInEncoding(input, settings) : 0;
      expect(held.between / held.parameters).toBeCloseTo(each(input, between), 6);
      expect(held.gradients / held.parameters).toBeCloseTo(each(input, waiting), 6);
      // Offloaded, ours has 4 bytes for a gradient in fp32 and 2 for a staging copy beside both.
      const expected = one.offload
        ? (states.offloadedStates(input, settings) * 12) / 18
        : states.optimizerStates(input, settings);
      expect((held.master + held.moments) / held.parameters).toBeCloseTo(each(input, expected), 6);
    },
  );

  /**
   * The estimators count 18 bytes a parameter over all GPUs. Stage 2: gradients in half precision, and in fp32 gradients, weights and two
   * moments; ours takes 2 more in the step, the flat copy. Stage 3: ours without gradients in half precision; in place of what is gathered
   * (here 350 million parameters at most) it has 4 bytes of the largest layer. Offloaded, only the weights are left.
   */
  it.each(estimates.map((one, index) => ({ ...one, index })))(
    'estimates the same: stage $stage, offload $offload, $gpus GPUs on $nodes nodes',
    ({ index, ...one }) => {
      const input = memoryInput({ gpusPerNode: one.gpus, nodes: one.nodes, batch: one.gpus * one.nodes });
      const settings = settingsOf(one);
      const own = Math.ceil(all / (one.gpus * one.nodes));
      const gathered = 2 * Math.min(all - own, LIVE_PARAMETERS + PREFETCH);
      const weights = states.weights(input, settings) - (one.stage === 3 ? gathered : 0);
      const step = one.offload ? 0 : 4 * own;
      const gradients = one.stage === 2 ? states.gradients(input, settings) : 0;
      const ours = weights + gradients + states.optimizerStates(input, settings) + step;
      const theirs = (answer.estimates[index] ?? 0) - (one.stage === 3 ? 4 * LARGEST_LAYER : 0);
      expect(Math.abs(ours / theirs - 1)).toBeLessThan(1e-6);
      const copies = one.stage === 2 ? 6 * own : Math.min(4 * own, 4e9);
      expect(states.optimizerStep(input, settings)).toBe(one.offload ? 0 : copies);
    },
  );
});

describe('model states', () => {
  it('of a LoRA are those of its updates, beside all the weights', () => {
    const input = memoryInput({ method: LORA });
    const trained = 716_800 * 64;
    expect(states.weights(input, memorySettings())).toBe(2 * (1_499_952_032 + trained));
    expect(states.optimizerStates(input, memorySettings())).toBe(12 * trained);
    expect(states.gradients(input, memorySettings())).toBe(2 * trained);
  });

  it('keep an average only where the trainer does', () => {
    const averaged = (method: MemoryInput['method'], ema: MemoryInput['ema']): number =>
      states.movingAverage(memoryInput({ method, ema }));
    expect(averaged({ kind: 'full' }, 'fp32')).toBe(4 * 1_499_952_032);
    expect(averaged({ kind: 'full' }, 'fp16')).toBe(2 * 1_499_952_032);
    expect(averaged({ kind: 'ipadapter' }, 'fp16')).toBe(2 * 1_623_813_920);
    expect([averaged(LORA, 'fp32'), averaged({ kind: 'controlnet', control: 'canny' }, 'fp32')]).toEqual([
      0, 0,
    ]);
    expect(averaged({ kind: 'full' }, undefined)).toBe(0);
  });

  it('of stage 1 has gradients whole until the backward that reduces them has gone over them', () => {
    const extra = (gpusPerNode: number, batch: number): number =>
      each(
        memoryInput(),
        states.gradientsInBackward(memoryInput({ gpusPerNode, batch }), memorySettings({ zero: 1 })),
      );
    expect([extra(2, 2), extra(2, 4), extra(1, 1)]).toEqual([0, 1, 0]);
    const offloaded = memorySettings({ zero: 1, offload: 'optimizer' });
    expect(each(memoryInput(), states.gradientsInBackward(memoryInput(), offloaded))).toBe(2);
  });
});
