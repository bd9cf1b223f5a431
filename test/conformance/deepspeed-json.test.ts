import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { derive } from '../../src/experiment/derive.ts';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { arbitraryAuto } from '../support/arbitrary-experiment.ts';
import { contentOf, emit } from '../support/emit.ts';
import { freePort } from '../support/free-port.ts';
import { hasPythonModule, runPython } from '../support/tools.ts';
import { validExperiment } from '../support/valid-experiment.ts';

interface Verdict {
  readonly error?: string;
  readonly unread?: readonly string[];
  readonly unknown_optimizer_parameters?: readonly string[];
}

interface Trained {
  readonly losses: readonly [first: number, last: number];
  readonly updates: number;
  readonly skipped: number;
  readonly optimizer: string;
}

const pathTo = (script: string): string => new URL(`python/${script}`, import.meta.url).pathname;

const STAGES = [0, 1, 2, 3] as const;
const OFFLOADS = ['none', 'optimizer', 'optimizer+parameters'] as const;
const WORLDS = [1, 2, 8, 16] as const;
const METHODS = [{ kind: 'full' }, { kind: 'lora', rank: 64 }] as const;

/** Offload begins at stage 1, that of parameters at stage 3. */
const exists = (zero: number, offload: string): boolean =>
  offload === 'none' || (offload === 'optimizer' ? zero >= 1 : zero === 3);

const grid: readonly Experiment[] = METHODS.flatMap((method) =>
  STAGES.flatMap((zero) =>
    OFFLOADS.filter((offload) => exists(zero, offload)).flatMap((offload) =>
      WORLDS.flatMap((world) =>
        [1, 8].map((accumulation) =>
          validExperiment({
            method,
            batch: 2 * world * accumulation,
            machine: {
              gpus_per_node: Math.min(world, 8),
              nodes: Math.max(world / 8, 1),
              memory: { zero, offload, micro_batch: 2 },
            },
          }),
        ),
      ),
    ),
  ),
);

const configOf = (experiment: Experiment): object =>
  JSON.parse(contentOf(emit(experiment), '/deepspeed.json')) as object; // we wrote it
const nameOf = (experiment: Experiment): string =>
  JSON.stringify([
    experiment.method.kind,
    experiment.machine.memory,
    experiment.batch,
    derive(experiment).worldSize,
  ]);

describe.skipIf(!hasPythonModule('deepspeed'))('DeepSpeed itself', () => {
  const ask = (cases: readonly object[]): readonly Verdict[] =>
    runPython(pathTo('check-deepspeed.py'), cases) as readonly Verdict[]; // the script returns one for each
  let verdicts: readonly Verdict[] = [];

  beforeAll(() => {
    verdicts = ask(
      grid.map((experiment) => ({ config: configOf(experiment), world: derive(experiment).worldSize })),
    );
  });

  it('accepts every configuration, on as many processes as the machine has', () => {
    expect(verdicts).toHaveLength(grid.length);
    expect(grid.length).toBeGreaterThanOrEqual(100);
    grid.forEach((experiment, each) => {
      const { memory } = experiment.machine;
      expect(verdicts[each], nameOf(experiment)).toMatchObject({
        train_batch_size: experiment.batch,
        micro: memory.micro_batch,
        accumulation: derive(experiment).accumulation,
        optimizer: 'adamw',
        fp16: true,
        clip: experiment.optimizer.clip,
        stage: memory.zero,
        offload_optimizer: memory.offload === 'none' ? null : 'cpu',
        offload_param: memory.offload === 'optimizer+parameters' ? 'cpu' : null,
      });
    });
  });

  it('accepts what `auto` comes to, for 600 experiments on cards of every size', () => {
    const settled = fc.sample(arbitraryAuto, { numRuns: 600, seed: 20 }).map(({ experiment }) => experiment);
    const auto = ask(
      settled.map((experiment) => ({ config: configOf(experiment), world: derive(experiment).worldSize })),
    );
    settled.forEach((experiment, each) =>
      expect(auto[each], nameOf(experiment)).toMatchObject({
        train_batch_size: experiment.batch,
        micro: experiment.machine.memory.micro_batch,
        stage: experiment.machine.memory.zero,
        unread: [],
        unknown_optimizer_parameters: [],
      }),
    );
    // All that `auto` often comes to is among them; stage 3 without offload needs a small card beside little main memory.
    const placements = new Set(settled.map(({ machine: { memory } }) => `${memory.zero} ${memory.offload}`));
    expect([...placements].sort()).toEqual([
      '0 none',
      '1 none',
      '1 optimizer',
      '2 none',
      '2 optimizer',
      '3 optimizer+parameters',
    ]);
  });

  it('reads every key of every configuration', () => {
    grid.forEach((experiment, each) => {
      expect(verdicts[each]?.unread, nameOf(experiment)).toEqual([]);
      expect(verdicts[each]?.unknown_optimizer_parameters, nameOf(experiment)).toEqual([]);
    });
  });

  it('trains with every stage and every offload, by an optimizer that is not compiled', async () => {
    const configs = STAGES.flatMap((zero) =>
      OFFLOADS.filter((offload) => exists(zero, offload)).map((offload) =>
        configOf(
          validExperiment({
            batch: 4,
            optimizer: { lr: 1e-2 },
            machine: { memory: { zero, offload, micro_batch: 2 } },
          }),
        ),
      ),
    );
    const trained = runPython(
      pathTo('train-tiny.py'),
      configs,
      String(await freePort()),
    ) as readonly Trained[]; // the script returns one for each
    expect(trained).toHaveLength(8);
    for (const [each, { losses, ...counts }] of trained.entries()) {
      expect(counts, JSON.stringify(configs[each])).toEqual({ updates: 4, skipped: 0, optimizer: 'AdamW' });
      expect(losses[1], JSON.stringify(configs[each])).toBeLessThan(losses[0] / 2);
    }
  });

  it('would show a key that nobody reads and a batch that does not fit', () => {
    const [first] = grid.map(configOf);
    const [stray, wrong, closed] = ask([
      { config: { ...first, mem_chunk: {} }, world: 1 },
      { config: { ...first, train_batch_size: 7 }, world: 1 },
      { config: { ...first, zero_optimization: { stage: 2, offload_parameter: {} } }, world: 1 },
    ]);
    expect(stray?.unread).toEqual(['mem_chunk']);
    expect(wrong?.error).toContain('Check batch related parameters');
    expect(closed?.error).toContain('offload_parameter');
  });
});
