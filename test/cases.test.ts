import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../src/compile.ts';
import { probe } from '../src/env/probe.ts';
import { derive } from '../src/experiment/derive.ts';
import { line } from '../src/report/line.ts';
import { viewOf } from '../src/report/view.ts';
import { rules } from '../src/rules/index.ts';
import { placesOf } from '../src/rules/places.ts';
import { runRules } from '../src/rules/run-rules.ts';
import { noColors } from './support/no-colors.ts';

const CASES = 'test/cases';
const folders = globSync('**/fires.yaml', { cwd: CASES })
  .map((path) => path.replace(/\/fires\.yaml$/, ''))
  .sort();

const check = (folder: string, file: string): Promise<Compiled> =>
  compile({ file, cwd: resolve(CASES, folder), until: 'rules' });

const linesOf = ({ diagnostics }: Compiled): string =>
  line({ diagnostics: diagnostics.map(viewOf), files: 1, filesWithFindings: 1 }, noColors);

describe.each(folders)('%s', (folder) => {
  it('is found, with exactly these findings', async () => {
    const lines = linesOf(await check(folder, 'fires.yaml'));
    expect(lines).toContain(`[${folder}]`);
    await expect(lines).toMatchFileSnapshot(resolve(CASES, folder, 'fires.txt'));
  });

  it('is not found where nothing is wrong', async () => {
    expect(linesOf(await check(folder, 'silent.yaml'))).toBe('');
  });
});

describe('rules', () => {
  it('have a case each, and no case is left from a rule that is gone', () => {
    const cases = folders.filter((folder) => folder.startsWith('rule/'));
    expect(cases).toEqual(rules.map(({ id }) => `rule/${id}`).sort());
  });

  it.each(rules)('$id is found by itself alone', async ({ id }) => {
    const folder = `rule/${id}`;
    const { experiment, parsed } = await check(folder, 'fires.yaml');
    if (experiment === undefined) throw new Error('the case does not get as far as the rules');
    const facts = await probe(experiment, resolve(CASES, folder));
    const input = { experiment, derived: derive(experiment), facts };
    const others = rules.filter((rule) => rule.id !== id);
    const codes = runRules(others, input, placesOf(parsed, undefined)).map(({ code }) => code);
    expect(codes).not.toContain(folder);
  });
});
