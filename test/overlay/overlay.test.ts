import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasPythonModule, PYTHON } from '../support/tools.ts';

interface Outcome {
  readonly file: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed';
  readonly detail: string;
}

const folder = join(import.meta.dirname, 'python');

/** Python modules that a test file needs beside the standard library; all of them print what is missing. */
const needs: Readonly<Record<string, readonly string[]>> = {
  test_captions: ['torch', 'pyarrow', 'numpy', 'PIL'],
  test_checkout: [],
  test_control: [],
  test_controlnet_start: ['torch'],
  test_dataset: ['torch', 'pyarrow', 'numpy', 'PIL'],
  test_deepspeed_setup: [],
  test_ema: [],
  test_engine: ['torch', 'deepspeed'],
  test_image_prompt: [],
  test_learning_rate: [],
  test_leaving: ['torch'],
  test_markers: [],
  test_packages: [],
  test_position: ['torch', 'numpy'],
  test_progress: [],
  test_randomness: ['torch', 'numpy'],
  test_resume: ['torch', 'numpy'],
  test_run_folder: ['torch'],
  test_saving: [],
  test_settings: [],
  test_shards: ['pyarrow', 'numpy', 'PIL'],
  test_start: [],
  test_torch_compat: ['torch', 'numpy'],
  test_writing: ['torch'],
};

const available = new Map(
  [...new Set(Object.values(needs).flat())].map((name) => [name, hasPythonModule(name)]),
);
const hasPython = hasPythonModule('unittest');

/** Runs the tests of some files in one Python process. */
function runFiles(files: readonly string[]): readonly Outcome[] {
  const output = execFileSync(PYTHON, ['-W', 'ignore', join(folder, 'run_tests.py'), ...files], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1', DS_ACCELERATOR: 'cpu' },
  });
  return JSON.parse(output) as readonly Outcome[]; // printed by run_tests.py, which has this shape
}

const runnable = Object.keys(needs).filter(
  (file) => hasPython && needs[file]?.every((name) => available.get(name)),
);
const outcomes = runFiles(runnable);

describe.each(Object.keys(needs))('%s', (file) => {
  const names = [...readFileSync(join(folder, `${file}.py`), 'utf8').matchAll(/^ +def test_(\w+)/gm)].map(
    ([, name = '']) => name.replaceAll('_', ' '),
  );

  it.skipIf(!runnable.includes(file)).each(names)('%s', (name) => {
    const found = outcomes.filter((outcome) => outcome.file === file && outcome.name === name);
    expect(found.map(({ detail }) => detail)).toEqual(['']);
  });
});

it('runs every Python file of tests', () => {
  const files = readdirSync(folder).filter((name) => name.startsWith('test_'));
  expect(files.map((name) => name.replace('.py', '')).sort()).toEqual(Object.keys(needs).sort());
});
