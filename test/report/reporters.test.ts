import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, sortDiagnostics } from '../../src/diagnostics/diagnostic.ts';
import { reporters } from '../../src/report/index.ts';
import { viewOf } from '../../src/report/view.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { noColors } from '../support/no-colors.ts';

const file = makeSourceFile('porcelain.yaml', 'ditc: 1\nname: 青花\nbatch: eight\nbacth: 8\n');

const finding = (more: Partial<Diagnostic> & { at: string }): Diagnostic => {
  const start = file.text.indexOf(more.at);
  const { at, ...rest } = more;
  const span = { file, start, end: start + at.length };
  return { code: 'schema/wrong-type', severity: 'error', message: 'it is wrong', path: [], span, ...rest };
};

const DIAGNOSTICS = [
  finding({
    at: 'bacth',
    code: 'schema/unknown-key',
    message: 'unknown key `bacth` in the file',
    path: ['bacth'],
    help: 'Did you mean `batch`?',
    fix: { title: 'write `batch`', edits: [{ start: 30, end: 35, text: 'batch' }] },
  }),
  finding({ at: '青花', severity: 'warning', message: '`name` is `青花`', path: ['name'] }),
  finding({
    at: 'eight',
    message: '`batch` must be a whole number',
    path: ['batch'],
    help: 'Images an optimizer step.',
  }),
  finding({ at: 'ditc', severity: 'info', code: 'rule/porcelain', message: 'all is well' }),
];

const render = (format: string, list: readonly Diagnostic[], colors = noColors): string => {
  const diagnostics = sortDiagnostics(list).map(viewOf);
  return reporters[format]?.({ diagnostics, files: 2, filesWithFindings: 1 }, colors) ?? '';
};

describe('the formats', () => {
  it('are five', () => {
    expect(Object.keys(reporters)).toEqual(['pretty', 'line', 'json', 'sarif', 'github']);
  });

  it('show the same findings in the same order', () => {
    const messages = sortDiagnostics(DIAGNOSTICS).map(({ message }) => message);
    const places = ['porcelain.yaml:1:1', 'porcelain.yaml:2:7', 'porcelain.yaml:3:8', 'porcelain.yaml:4:1'];
    for (const format of ['pretty', 'line']) {
      const text = render(format, DIAGNOSTICS);
      const found = [...messages, ...places].map((part) => text.indexOf(part));
      expect(found).not.toContain(-1);
      expect(found.slice(0, 4)).toEqual(found.slice(0, 4).toSorted((a, b) => a - b));
    }
    const { diagnostics } = JSON.parse(render('json', DIAGNOSTICS)) as { diagnostics: { message: string }[] }; // the reporter's own form
    expect(diagnostics.map(({ message }) => message)).toEqual(messages);
  });

  it('say equal findings once', () => {
    expect(render('line', [...DIAGNOSTICS, ...DIAGNOSTICS])).toBe(render('line', DIAGNOSTICS));
  });

  it('give pretty text', async () => {
    await expect(render('pretty', DIAGNOSTICS)).toMatchFileSnapshot('pretty.txt');
  });

  it('give one line a finding', () => {
    const lines = render('line', DIAGNOSTICS).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines)
      expect(line).toMatch(/^porcelain\.yaml:\d+:\d+: (error|warning|info): .+ \[[a-z]+\/[a-z-]+\]$/);
  });

  it('give versioned JSON with places in lines, columns and bytes', () => {
    const { formatVersion, files, diagnostics } = JSON.parse(render('json', DIAGNOSTICS)) as {
      formatVersion: number;
      files: number;
      diagnostics: object[];
    }; // the reporter's own form
    expect({ formatVersion, files }).toEqual({ formatVersion: 1, files: 2 });
    expect(diagnostics[2]).toEqual({
      file: 'porcelain.yaml',
      line: 3,
      column: 8,
      endLine: 3,
      endColumn: 13,
      byteOffset: Buffer.byteLength('ditc: 1\nname: 青花\nbatch: '),
      severity: 'error',
      code: 'schema/wrong-type',
      message: '`batch` must be a whole number',
      help: 'Images an optimizer step.',
      path: 'batch',
      excerpt: [
        { line: 2, text: 'name: 青花' },
        { line: 3, text: 'batch: eight' },
      ],
    });
  });

  it('say that there are no findings only where a person reads', () => {
    expect(render('pretty', [])).toBe('✔ no findings in 2 files\n');
    expect(render('line', [])).toBe('');
    expect(JSON.parse(render('json', []))).toEqual({ formatVersion: 1, files: 2, diagnostics: [] });
  });

  it('have the same text with colours as without', () => {
    const colored = render('pretty', DIAGNOSTICS, pc.createColors(true));
    // eslint-disable-next-line no-control-regex -- colours are what is taken away
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(render('pretty', DIAGNOSTICS));
    expect(colored).not.toBe(render('pretty', DIAGNOSTICS));
  });

  it('let nothing of a file or of its name reach the terminal as a command', () => {
    const hostile = makeSourceFile('por\u001b[31m\ncelain.yaml', 'x');
    const bad = finding({
      at: 'ditc',
      message: 'is `\u001b[2J\u202e`',
      help: 'See\r\n`\u0007`.',
      span: { file: hostile, start: 0, end: 1 },
    });
    for (const format of Object.keys(reporters)) {
      // eslint-disable-next-line no-control-regex -- control characters are what must not be there
      expect(render(format, [bad])).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    }
    expect(render('line', [bad]).split('\n')).toHaveLength(2);
  });
});
