import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { readExpectation } from '../scripts/cases/expectation.ts';
import { feed } from '../scripts/cases/feed.ts';
import { scoreOf } from '../scripts/cases/score.ts';
import { viewOf } from '../src/report/view.ts';

const CASES = 'test/cases';
const folders = globSync('**/expect.json', { cwd: CASES })
  .map((path) => path.replace(/\/expect\.json$/, ''))
  .sort();

describe('a file as people have it', () => {
  it.each(folders)('has its verdict, and each finding at its place: %s', async (name) => {
    const folder = resolve(CASES, name);
    const findings = await feed(folder);
    const shown = findings
      .map(viewOf)
      .map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`);
    expect(scoreOf(readExpectation(folder), findings).troubles, shown.join('\n')).toEqual([]);
  });
});
