import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../src/compile.ts';
import { type Diagnostic, dotted } from '../src/diagnostics/diagnostic.ts';
import { probe } from '../src/env/probe.ts';
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

  it('is said in one sentence and explained in full ones', async () => {
    const { diagnostics } = await check(folder, 'fires.yaml');
    for (const { message, help = '' } of diagnostics) {
      expect(message).toMatch(/^[a-z`\d][^\n]*[^.\s]$/);
      expect(help).toMatch(/^[A-Z`][^\n]*\.$/);
    }
  });

  it('is not found where nothing is wrong', async () => {
    expect(linesOf(await check(folder, 'silent.yaml'))).toBe('');
  });
});

describe('fixes', () => {
  it('are written into the text', async () => {
    const { parsed, diagnostics } = await check('rule/lora-target-pooler', 'fires.yaml');
    expect(applyFixes(parsed.file.text, diagnostics)).toContain('targets: [Wqkv, attn2.q_proj, out_proj]');
  });

  it.each(folders)('of %s leave nothing of it to find', async (folder) => {
    const { parsed, diagnostics } = await check(folder, 'fires.yaml');
    const fixed = applyFixes(parsed.file.text, diagnostics);
    if (fixed === parsed.file.text) return;
    const bytes = new TextEncoder().encode(fixed);
    const again = await compile({ file: '-', cwd: resolve(CASES, folder), bytes, until: 'rules' });
    const places = diagnostics.filter(({ fix }) => fix !== undefined).map(({ path }) => dotted(path));
    expect(
      again.diagnostics.filter(({ path, code }) => code === folder && places.includes(dotted(path))),
    ).toEqual([]);
  });
});

/** The text with every offered edit made, the last first so that places stay right. */
function applyFixes(text: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .flatMap(({ fix }) => fix?.edits ?? [])
    .sort((a, b) => b.start - a.start)
    .reduce(
      (fixed, { start, end, text: written }) => fixed.slice(0, start) + written + fixed.slice(end),
      text,
    );
}

describe('rules', () => {
  it('have a case each, and no case is left from a rule that is gone', () => {
    const cases = folders.filter((folder) => folder.startsWith('rule/'));
    expect(cases).toEqual(rules.map(({ id }) => `rule/${id}`).sort());
  });

  it.each(rules)('$id is found by itself alone', async ({ id }) => {
    const folder = `rule/${id}`;
    const { stages, parsed } = await check(folder, 'fires.yaml');
    if (stages === undefined) throw new Error('the case does not get as far as the rules');
    const [{ places: _, ...stage }] = stages;
    const facts = await probe(stage.experiment, resolve(CASES, folder));
    const input = { ...stage, facts };
    const others = rules.filter((rule) => rule.id !== id);
    const { findings } = runRules(others, [{ ...input, places: placesOf(parsed, undefined) }]);
    const codes = findings.map(({ code }) => code);
    expect(codes).not.toContain(folder);
  });
});
