import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { probe } from '../../src/env/probe.ts';
import { rules } from '../../src/rules/index.ts';
import type { AnyRule } from '../../src/rules/rule.ts';
import { runRules } from '../../src/rules/run-rules.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { type Change, ruleInput, validExperiment } from '../support/valid-experiment.ts';

const FOLDER = 'src/rules';
const SECTIONS = ['Why', 'Example', 'What to do', 'When it is right to go on', 'Source'];
/** A fragment of an experiment and what the rule says about it. */
const EXAMPLE = /```yaml\n([\s\S]*?)```\n\n```\n([\s\S]*?)```/g;

const pageOf = ({ id }: AnyRule): string => readFileSync(`${FOLDER}/${id}.md`, 'utf8');

/** What the rule says about the fragment, written over a valid experiment beside the files of the cases. */
async function sayingsOf(rule: AnyRule, fragment: string): Promise<string> {
  const change = parse(fragment) as Change; // the validator refuses a page whose fragment is no change
  const facts = await probe(validExperiment(change), resolve('test/cases/rule'));
  const file = makeSourceFile('page.yaml', '');
  const places = { locate: () => ({ file, start: 0, end: 0 }), isWritten: () => true };
  const { findings } = runRules([rule], [{ ...ruleInput(change, facts), places }]);
  return findings.map(({ severity, message }) => `${severity}: ${message}\n`).join('');
}

describe('the list of rules', () => {
  it('is the folder', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
    expect(rules.map(({ id }) => `${id}.md`).sort()).toEqual(files.sort());
  });

  it('has a source file for every rule, named for it', () => {
    const files = new Set(readdirSync(FOLDER));
    expect(rules.filter(({ id }) => !files.has(`${id}.ts`))).toEqual([]);
  });
});

describe.each(rules)('the page of $id', (rule) => {
  it('shows what the rule says about its example', async () => {
    const page = pageOf(rule);
    let rewritten = page;
    let examples = 0;
    for (const [example = '', fragment = '', shown = ''] of page.matchAll(EXAMPLE)) {
      const said = await sayingsOf(rule, fragment);
      expect(said).not.toBe('');
      rewritten = rewritten.replace(example, () =>
        example.replace(`\`\`\`\n${shown}\`\`\``, () => `\`\`\`\n${said}\`\`\``),
      );
      examples += 1;
    }
    expect(examples).toBeGreaterThan(0);
    await expect(rewritten).toMatchFileSnapshot(resolve(FOLDER, `${rule.id}.md`));
  });

  it('has the title, the sections and the source of the rule', () => {
    const page = pageOf(rule);
    expect(page.split('\n', 1)).toEqual([`# ${rule.id}`]);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(SECTIONS);
    expect(page).toContain(rule.source);
    for (const trap of rule.traps) expect(page).toMatch(new RegExp(`\\b${trap}\\b`));
  });
});

describe.each(rules)('the wording of $id', ({ messages, summary }) => {
  it('is a sentence without, and help of full sentences with, a full stop', () => {
    expect(summary).toMatch(/^[A-Z`].*\.$/);
    expect(Object.keys(messages).length).toBeGreaterThan(0);
  });
});
