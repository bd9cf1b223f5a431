import { describe, expect, it } from 'vitest';
import { selectionWords } from '../../src/targets/selection-words.ts';
import { contentOf, emit } from '../support/emit.ts';
import { validExperiment } from '../support/valid-experiment.ts';

const withPack = (pack: object = {}, launch: object = {}) =>
  validExperiment({
    machine: {
      launch: { kind: 'slurm', time: '12:00:00', ...launch, pack: { parts: 4, time: '4:00:00', ...pack } },
    },
  });

const optionsOf = (experiment: ReturnType<typeof withPack>): string[] =>
  contentOf(emit(experiment), 'pack.sbatch')
    .split('\n')
    .flatMap((line) => /^#SBATCH --(.*)$/.exec(line)?.[1] ?? []);

describe('the array job that packs the data', () => {
  it('asks for a task a part, and for no GPU', () => {
    expect(optionsOf(withPack())).toEqual([
      'job-name=porcelain-pack',
      'array=1-4',
      'nodes=1',
      'ntasks=1',
      'cpus-per-task=4',
      'time=4:00:00',
      'no-requeue',
    ]);
  });

  it('asks for what is written', () => {
    expect(optionsOf(withPack({ at_once: 2, cpus: 8, memory: '16GiB', time: 90 }))).toEqual(
      expect.arrayContaining(['array=1-4%2', 'cpus-per-task=8', 'mem=16G', 'time=90']),
    );
  });

  it.each([
    [{}, ['partition=gpu', 'account=anime', 'qos=high']],
    [{ account: 'data', qos: 'low' }, ['partition=gpu', 'account=data', 'qos=low']],
    [{ partition: 'cpu' }, ['partition=cpu', 'account=anime']],
  ])('with %j has the rest of the training', (pack, expected) => {
    const options = optionsOf(withPack(pack, { partition: 'gpu', account: 'anime', qos: 'high' }));
    expect(options.filter((option) => /^(?:partition|account|qos)=/.test(option))).toEqual(expected);
  });

  it('starts the part of its task, for the experiment as it was chosen', () => {
    expect(contentOf(emit(withPack(), "it's mine.yaml"), 'pack.sbatch')).toContain(
      `exec "$ditc" build --part "$SLURM_ARRAY_TASK_ID/4" -- 'it'\\''s mine.yaml'\n`,
    );
  });

  it('is there only where it is written', () => {
    const launch = { kind: 'slurm', time: '12:00:00' };
    const files = emit(validExperiment({ machine: { launch } }));
    expect(files.filter(({ path }) => path.endsWith('pack.sbatch'))).toEqual([]);
  });
});

describe('the words that choose an experiment', () => {
  it('start at its folder, wherever the command was given', () => {
    expect(selectionWords({ file: 'lab/lora.yaml', cwd: '/home/mei' })).toEqual(['--', 'lora.yaml']);
    expect(
      selectionWords({
        file: '../lora.yaml',
        cwd: '/home/mei/lab/notes',
        machine: '../../machines/a800.yaml',
        run: 'rank-8',
        set: ['batch=8', 'seed=1'],
      }),
    ).toEqual([
      '--run=rank-8',
      '--machine=../machines/a800.yaml',
      '--set=batch=8',
      '--set=seed=1',
      '--',
      'lora.yaml',
    ]);
  });
});
