import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { fixText } from '../../src/fix/fix-text.ts';
import { locate } from '../../src/source/locate.ts';
import { parseYaml } from '../../src/source/parse-yaml.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';

/** Fixes texts of a file, each the first of its kind, by others. */
function fix(text: string, ...replacements: readonly (readonly [string, string])[]): string {
  const file = makeSourceFile('a.yaml', text);
  const findings = replacements.map(([from, to]): Diagnostic => {
    const start = text.indexOf(from);
    const span = { file, start, end: start + from.length };
    const edits = [{ start, end: start + from.length, text: to }];
    return { code: 'x/y', severity: 'error', message: 'x', path: [], span, fix: { title: 'x', edits } };
  });
  return fixText(file, findings).text;
}

describe('fixing a text', () => {
  it('replaces each place and nothing else', () => {
    expect(fix('a: 1e-4 # 1e-4\r\nbacth: 8\r\n', ['bacth', 'batch'], ['1e-4', '1.0e-4'])).toBe(
      'a: 1.0e-4 # 1e-4\r\nbatch: 8\r\n',
    );
  });

  it('takes the first of two fixes that overlap, or that insert at one place', () => {
    expect(fix('a: one two\n', ['one two', '1'], ['two', '2'])).toBe('a: 1\n');
    expect(fix('a: one\n', ['', '# x\n'], ['', '# x\n'])).toBe('# x\na: one\n');
  });

  it('makes no key that stands there already', () => {
    expect(fix('batch: 8\nbacth: 8\nx: 1e-4\n', ['bacth', 'batch'], ['1e-4', '1.0e-4'])).toBe(
      'batch: 8\nbacth: 8\nx: 1.0e-4\n',
    );
    expect(fix('bacth: 8\nbatcg: 8\n', ['bacth', 'batch'], ['batcg', 'batch'])).toBe('batch: 8\nbatcg: 8\n');
  });

  it.each([
    ['ema:\n  decay: 0.9999\nlength: 2\n', 'ema:\n  none\nlength: 2\n'],
    ['ema: # why\n  decay: 0.9999\n\n# next\nlength: 2\n', 'ema: # why\n  none\n\n# next\nlength: 2\n'],
    ['ema:\r\n  decay: 0.9999\r\n\r\nlength: 2\r\n', 'ema:\r\n  none\r\n\r\nlength: 2\r\n'],
  ])('leaves the line break behind a block: %j', (text, expected) => {
    const parsed = parseYaml(makeSourceFile('a.yaml', text));
    const span = locate(parsed, ['ema'], 'value');
    const edits = [{ start: span.start, end: span.end, text: 'none' }];
    const finding: Diagnostic = {
      ...{ code: 'rule/ema-needs-full', severity: 'error', message: 'x', path: ['ema'], span },
      fix: { title: 'write `none`', edits },
    };
    expect(fixText(parsed.file, [finding]).text).toBe(expected);
  });
});
