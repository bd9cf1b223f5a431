import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { line } from '../../src/report/line.ts';
import { viewOf } from '../../src/report/view.ts';
import { importFile } from '../../src/import/import-files.ts';
import { noColors } from '../support/no-colors.ts';

const CASES = new URL('../cases/import/', import.meta.url).pathname;
const names = readdirSync(CASES);

/** The file that a user would name; scripts of the folder are called from it. */
function firstFile(name: string): string {
  const files = ['go.sh', 'job.sh', 'train.sh', 'argv.txt', 'args.json', 'train_config.json'];
  const first = files.find((file) => existsSync(join(CASES, name, file)));
  if (first === undefined) throw new Error(`nothing to import in ${name}`);
  return first;
}

describe('a script that people start', () => {
  it.each(names)('is imported as in %s', async (name) => {
    const { experiments, findings } = await importFile(firstFile(name), join(CASES, name));
    const diagnostics = findings.map(viewOf);
    const found = line({ diagnostics, files: 1, filesWithFindings: 1 }, noColors);
    const text = [found, ...experiments.map(({ text }) => text)].join('\n');
    await expect(text).toMatchFileSnapshot(join(CASES, name, 'expected.txt'));
  });

  it.each(names.filter((name) => existsSync(join(CASES, name, 'calls.json'))))(
    'starts the commands that bash starts, in %s',
    async (name) => {
      const { calls } = await importFile(firstFile(name), join(CASES, name));
      const words = calls.map((call) => call.words.map(({ text }) => text));
      expect(words).toEqual(JSON.parse(readFileSync(join(CASES, name, 'calls.json'), 'utf8')));
    },
  );
});
