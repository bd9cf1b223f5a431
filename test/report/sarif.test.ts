import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, sortDiagnostics } from '../../src/diagnostics/diagnostic.ts';
import { sarif } from '../../src/report/sarif.ts';
import { type Region, viewOf } from '../../src/report/view.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { ditc, experimentText, makeFolder } from '../support/ditc.ts';
import { noColors } from '../support/no-colors.ts';

/** What the tests read of a log; the schema vouches for the rest. */
interface Log {
  readonly runs: readonly [
    { readonly tool: { readonly driver: { readonly rules: Rule[] } }; readonly results: Result[] },
  ];
}
interface Rule {
  readonly id: string;
  readonly help: { readonly text: string };
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: object;
        readonly region: Region & { readonly snippet: { readonly text: string } };
      };
    },
  ];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
  readonly fixes?: readonly [{ readonly artifactChanges: readonly [{ readonly replacements: Edit[] }] }];
}
interface Edit {
  readonly deletedRegion: Region;
  readonly insertedContent: { readonly text: string };
}

/** The schema of OASIS as Microsoft's SARIF multitool 5.7.0 carries it (MIT), with the line breaks of this repository. */
const schema = JSON.parse(readFileSync('test/report/fixtures/sarif-2.1.0.schema.json', 'utf8')) as object; // vendored
const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

/** A log that the schema accepts. */
function read(text: string): Log['runs'][0] {
  const log: unknown = JSON.parse(text);
  expect(isValid(log), JSON.stringify(isValid.errors)).toBe(true);
  return (log as Log).runs[0]; // the schema has accepted it
}

const render = (list: readonly Diagnostic[]): Log['runs'][0] =>
  read(sarif({ diagnostics: sortDiagnostics(list).map(viewOf), files: 1, filesWithFindings: 1 }, noColors));

const finding = (path: string, text: string, at: string, more: Partial<Diagnostic> = {}): Diagnostic => {
  const file = makeSourceFile(path, text);
  const start = text.indexOf(at);
  const span = { file, start, end: start + at.length };
  return { code: 'schema/wrong-type', severity: 'error', message: 'it is wrong', path: [], span, ...more };
};

/** The text that a viewer marks when it counts UTF-16 units, as `columnKind` says. */
function textAt(text: string, { startLine, startColumn, endLine, endColumn }: Region): string {
  const lines = text.split(/(?<=\n)/);
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).join('').length + column - 1;
  return text.slice(offset(startLine, startColumn), offset(endLine, endColumn));
}

const fingerprint = (text: string, at: string, more: Partial<Diagnostic> = {}): unknown =>
  render([finding('a.yaml', text, at, more)]).results[0]?.partialFingerprints;

describe('the SARIF format', () => {
  it('is valid without findings', () => {
    expect(render([])).toMatchObject({ results: [], columnKind: 'utf16CodeUnits' });
  });

  it('counts UTF-16 units, also behind characters that take two', () => {
    const text = 'ditc: 1\r\nname: 😀青花, eight # 😀\r\n';
    const [result] = render([finding('a.yaml', text, 'eight')]).results;
    const region = result?.locations[0].physicalLocation.region;
    expect(region).toEqual({
      startLine: 2,
      startColumn: 13,
      endLine: 2,
      endColumn: 18,
      snippet: { text: 'eight' },
    });
    expect(region && textAt(text, region)).toBe('eight');
  });

  it('marks several lines', () => {
    const text = 'a: {\n  b: 1 }\nc: 2\n';
    const [result] = render([finding('a.yaml', text, '{\n  b: 1 }')]).results;
    const region = result?.locations[0].physicalLocation.region;
    expect(region && textAt(text, region)).toBe('{\n  b: 1 }');
  });

  it.each([
    ['a.yaml', { uri: 'a.yaml', uriBaseId: '%SRCROOT%' }],
    ['./lab 1/青 #1%.yaml', { uri: 'lab%201/%E9%9D%92%20%231%25.yaml', uriBaseId: '%SRCROOT%' }],
    ['/lab/a b.yaml', { uri: 'file:///lab/a%20b.yaml' }],
  ])('names %s as a URI', (path, artifactLocation) => {
    const [result] = render([finding(path, 'x', 'x')]).results;
    expect(result?.locations[0].physicalLocation.artifactLocation).toEqual(artifactLocation);
  });

  it('has a fingerprint that stays when lines move and changes when the line does', () => {
    const before = fingerprint('batch: eight\n', 'eight');
    expect(fingerprint('# one more\nditc: 1\n  batch: eight\n', 'eight')).toEqual(before);
    expect(fingerprint('batch: eighteen\n', 'eight')).not.toEqual(before);
    expect(fingerprint('batch: eight\n', 'eight', { code: 'schema/out-of-range' })).not.toEqual(before);
    expect(fingerprint('batch: eight\n', 'eight', { path: ['batch'] })).not.toEqual(before);
  });

  it('has the findings of a real file, each with its rule, its place and its fix', async () => {
    const text = experimentText(
      ['name: porcelain', 'name: porcelain\ndescription: “😀”'],
      ['batch: 8', 'batch: 7'],
      ['{lr: 1.0e-4}', '{lr: 1e-4} # 😀'],
      ['memory: {zero: 0, micro_batch: 1}', 'memory: {zero: 0, micro_batch: 2}'],
      ['length: 2000 steps', 'ema: {decay: 0.9999}\nlength: 2000 steps'],
    );
    const cwd = makeFolder({ 'porcelain.csv': 'image_path,text\n', 'lab 1/experiment.yaml': text });
    const { stdout, stderr, status } = await ditc(
      ['check', 'lab 1/experiment.yaml', 'lab 1/experiment.yaml', '--format', 'sarif'],
      { cwd },
    );
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    const { tool, results } = read(stdout);
    const { rules } = tool.driver;
    expect(results.map(({ ruleId }) => ruleId)).toContain('rule/batch-product');
    expect(new Set(results.map(({ level }) => level))).toEqual(new Set(['error', 'warning', 'note']));
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(rules[ruleIndex]?.id).toBe(ruleId);
      const { region } = locations[0].physicalLocation;
      expect(region.snippet.text).toBe(textAt(text, region));
    }
    for (const { id, help } of rules) expect(help.text).toContain(`ditc explain ${id}`);

    const fix = results.find(({ ruleId }) => ruleId === 'yaml/portable-number')?.fixes?.[0];
    const edits = fix?.artifactChanges[0].replacements ?? [];
    expect(edits.map((edit) => [textAt(text, edit.deletedRegion), edit.insertedContent.text])).toEqual([
      ['1e-4', '1.0e-4'],
    ]);
  });

  it('has what an exception lets pass as suppressed, with its reason, and the status is that of the rest', async () => {
    const text = experimentText(
      ['{lr: 1.0e-4}', '{lr: 0.01}'],
      [
        'machine:',
        'allow:\n  - {rule: learning-rate-range, at: optimizer.lr, why: tried before}\nruns:\n  - {id: small, seed: 7}\nmachine:',
      ],
    );
    const cwd = makeFolder({ 'porcelain.csv': 'image_path,text\n', 'a.yaml': text });
    const { stdout, status } = await ditc(['check', 'a.yaml', '--format', 'sarif'], { cwd });
    const suppressed = read(stdout).results.filter(({ suppressions }) => suppressions !== undefined);
    expect(suppressed.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
      ['rule/learning-rate-range', [{ kind: 'inSource', justification: 'tried before' }]],
    ]);
    expect(suppressed[0]?.locations[0].physicalLocation.region.snippet.text).toBe('0.01');
    expect(status).toBe(0);
    const lines = await ditc(['check', 'a.yaml'], { cwd });
    expect(lines.stdout).not.toContain('learning-rate-range');
  });
});
