import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { measured, shortenedLines } from '../support/kills.ts';
import { PYTHON } from '../support/tools.ts';
import { environment } from './take-steps.ts';

/**
 * Expects that `ditc run` has left the same metrics and the same bits in one run as in an undisturbed one, whose folders are
 * given with the optimizer steps between two lines of the log.
 */
export async function expectSameRun(whole: string, disturbed: string, interval: number): Promise<void> {
  const shortened = shortenedLines(await readFile(join(disturbed, 'output.log'), 'utf8'), interval);
  const linesOf = (run: string): readonly object[] => measured(join(run, 'main', 'metrics.jsonl'), shortened);
  expect(linesOf(disturbed)).toEqual(linesOf(whole));
  const script = join(import.meta.dirname, 'scripts', 'compare_runs.py');
  const folders = [whole, disturbed].map((run) => join(run, 'main'));
  const compared = execFileSync(PYTHON, ['-W', 'ignore', script, ...folders], {
    env: environment(PYTHON),
    encoding: 'utf8',
  });
  expect(JSON.parse(compared)).toMatchObject({ differing: [] });
}
