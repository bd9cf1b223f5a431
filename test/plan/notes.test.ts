import { expect, it } from 'vitest';
import { derive } from '../../src/experiment/derive.ts';
import { notesOf } from '../../src/plan/notes.ts';
import { type Change, validExperiment } from '../support/valid-experiment.ts';

const SINGLE = { kind: 'single', size: 1024 };

function notes(change: Change): string {
  const experiment = validExperiment(change);
  return notesOf(experiment, derive(experiment)).join('\n');
}

it.each([
  [1, 'those of 1 GPU:'],
  [4, 'those of 4 GPUs:'],
])('names the GPUs that order and steps belong to: %i', (gpus, words) => {
  expect(notes({ batch: 16, machine: { gpus_per_node: gpus } })).toContain(words);
});

it.each([
  ['several sizes on several GPUs', {}, 2, true],
  ['several sizes on one GPU', {}, 1, false],
  ['one size on several GPUs', { resolution: SINGLE }, 2, false],
])('says that GPUs wait for each other only where they do: %s', (_, change, gpus, waits) => {
  expect(notes({ ...change, machine: { gpus_per_node: gpus } }).includes('wait for the slowest')).toBe(waits);
});

it('says that what is encoded is not kept', () => {
  expect(notes({})).toContain('encode every image and caption anew in each epoch');
});
