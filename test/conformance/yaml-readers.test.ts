import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compile } from '../../src/compile.ts';
import { importFile } from '../../src/import/import-files.ts';
import { yamlLines } from '../../src/import/yaml-text.ts';
import { resolvedText } from '../../src/report/resolved-text.ts';
import { hasPythonModule, runPython } from '../support/tools.ts';

const SCRIPT = new URL('python/read-yaml.py', import.meta.url).pathname;
const IMPORTS = new URL('../cases/import/', import.meta.url).pathname;
const STARTED = ['go.sh', 'job.sh', 'train.sh', 'argv.txt', 'args.json', 'train_config.json'];
const EXAMPLES = globSync('examples/*/*.yaml');

/** Words that some reader of YAML takes for something else than text. */
const TRICKY = [
  ...[
    '1e-4',
    '1.0e-4',
    '1E5',
    '.5',
    '.inf',
    '-.INF',
    '.NaN',
    '._1',
    '0x1f',
    '0o17',
    '017',
    '1_000',
    '+1',
    '1:30',
    '190:20:30',
  ],
  ...[
    'yes',
    'No',
    'ON',
    'off',
    'y',
    'N',
    'true',
    'NULL',
    '~',
    '',
    '=',
    '<<',
    '2026-11-25',
    '2026-11-25T16:45:00Z',
  ],
  ...[
    '- a',
    'a: b',
    'a #b',
    '# a',
    '&a',
    '*a',
    '!a',
    '%a',
    '@a',
    '`a`',
    '[a]',
    '{a}',
    "it's",
    '"',
    '\\',
    ' a ',
    'a\nb',
    '青花瓷',
  ],
];

/** Both readers give the same value; ours is YAML 1.2, PyYAML is 1.1. */
function expectSame(texts: readonly string[]): void {
  expect(texts.length).toBeGreaterThan(0);
  expect(runPython(SCRIPT, texts)).toEqual(texts.map((text) => parse(text) as unknown));
}

describe.skipIf(!hasPythonModule('yaml'))('YAML that is written here, read by PyYAML,', () => {
  it('is the same in the examples, their machines and the file to start from', () => {
    const files = [...EXAMPLES, ...globSync('examples/*/machines/*.yaml'), 'templates/init/experiment.yaml'];
    expectSame(files.map((file) => readFileSync(file, 'utf8')));
  });

  it('is the same in what imports write', async () => {
    const texts: string[] = [];
    for (const name of readdirSync(IMPORTS)) {
      const file = STARTED.find((each) => existsSync(join(IMPORTS, name, each))) ?? '';
      const { experiments } = await importFile(file, join(IMPORTS, name));
      texts.push(...experiments.map(({ text }) => text));
    }
    expectSame(texts);
  });

  it('is the same in whole experiments with every default', async () => {
    const texts: string[] = [];
    for (const file of EXAMPLES) {
      const { stages = [] } = await compile({ file, cwd: process.cwd(), until: 'rules' });
      for (const { experiment, written, places } of stages)
        texts.push(resolvedText({ ...experiment, name: '1e-4' }, written, places));
    }
    expectSame(texts);
  });

  it('is the same for words that look like something else, and for numbers of every size', () => {
    const numbers = [1e-4, 1.5e-7, 5e-324, 1e21, -2.5e300, 0.1, -0.5, 0, 42, 2 ** 53 - 1];
    const values = [
      ...TRICKY,
      ...numbers,
      ...fc.sample(fc.string({ unit: 'grapheme-ascii' }), { numRuns: 300, seed: 1 }),
    ];
    const texts = values.map((value) => yamlLines({ entries: [{ key: 'value', value }] }).join('\n'));
    expect(texts.map((text) => (parse(text) as { value: unknown }).value)).toEqual(values);
    expectSame(texts);
  });
});
