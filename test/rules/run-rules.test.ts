import { describe, expect, it } from 'vitest';
import { dotted } from '../../src/diagnostics/diagnostic.ts';
import { rules } from '../../src/rules/index.ts';
import { placesOf } from '../../src/rules/places.ts';
import { runRules } from '../../src/rules/run-rules.ts';
import { parseYaml } from '../../src/source/parse-yaml.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { type Change, ruleInput } from '../support/valid-experiment.ts';

/** Findings about a change, with the change itself as the text that places are found in. */
function findingsOf(change: Change, facts = {}, isAsWritten = true) {
  const text = JSON.stringify(change);
  const parsed = parseYaml(makeSourceFile('porcelain.yaml', text));
  return {
    text,
    ...runRules(rules, [{ ...ruleInput(change, facts), places: placesOf(parsed, undefined) }], isAsWritten),
  };
}

const allow = (rule: string, at: string): object => ({ rule, at, why: 'tried before' });

describe('an exception', () => {
  it('silences the rule at its place', () => {
    const change = { optimizer: { lr: 0.01 }, allow: [allow('learning-rate-range', 'optimizer.lr')] };
    const { findings, allowed } = findingsOf(change);
    expect(findings).toEqual([]);
    expect(allowed.map(({ code, allowed: why }) => [code, why])).toEqual([
      ['rule/learning-rate-range', 'tried before'],
    ]);
  });

  it('does not silence another place, and is reported as not needed', () => {
    const change = { optimizer: { lr: 0.01 }, allow: [allow('learning-rate-range', 'optimizer')] };
    const codes = findingsOf(change).findings.map(({ code, path }) => `${code} ${dotted(path)}`);
    expect(codes).toEqual(['rule/learning-rate-range optimizer.lr', 'allow/unused allow[0]']);
  });

  it('may be needed on another machine, by a rule that looks at its disk', () => {
    const change = { allow: [allow('source-missing', 'data.sources.porcelain.csv')] };
    const there = { sources: { porcelain: { status: 'file' } } };
    const gone = { sources: { porcelain: { status: 'missing' } } };
    expect(findingsOf(change, there)).toMatchObject({ findings: [], allowed: [] });
    expect(findingsOf(change, gone)).toMatchObject({
      findings: [],
      allowed: [{ code: 'rule/source-missing' }],
    });
  });

  it('may be needed by the values that the file has', () => {
    const change = { allow: [allow('learning-rate-range', 'optimizer.lr')] };
    expect(findingsOf(change, {}, false).findings).toEqual([]);
    expect(findingsOf(change).findings.map(({ code }) => code)).toEqual(['allow/unused']);
  });

  it('for a rule that does not exist says so', () => {
    const { findings } = findingsOf({ allow: [allow('learning-rate', 'optimizer.lr')] }, {}, false);
    expect(findings.map(({ message }) => message)).toEqual(['there is no rule `learning-rate`']);
  });
});

describe('a finding about a default', () => {
  it('says that the value is not written, and offers no edit', () => {
    const { findings } = findingsOf({ data: { filters: undefined } });
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('(`data.filters` is not written: its default counts)'),
    ]);
    expect(findings.map(({ fix }) => fix)).toEqual([undefined]);
  });
});

describe('a fix', () => {
  it('quotes a text that YAML would read as something else', () => {
    const change = { data: { columns: { text: 'caption, longg' } } };
    const columns = ['image_path', 'caption, long'];
    const { findings, text } = findingsOf(change, { sources: { porcelain: { status: 'file', columns } } });
    const edits = findings.flatMap(({ fix }) => fix?.edits ?? []);
    expect(edits.map((edit) => edit.text)).toEqual(["'caption, long'"]);
    expect(edits.map(({ start, end }) => text.slice(start, end))).toEqual(['"caption, longg"']);
  });
});
