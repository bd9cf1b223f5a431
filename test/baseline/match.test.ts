import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf, keyOf, type CheckedFile } from '../../src/baseline/entry.ts';
import { match, merge } from '../../src/baseline/match.ts';
import { viewOf } from '../../src/report/view.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';

const same = (file: string): string => file;

/** A finding on the second line of a file. */
const finding = (
  file: string,
  code = 'rule/a',
  text = 'batch: 8',
  severity: 'error' | 'warning' = 'warning',
) => {
  const source = makeSourceFile(file, `ditc: 1\n${text}\n`);
  const span = { file: source, start: 8, end: 13 };
  return viewOf({ code, severity, message: 'it is wrong', path: ['batch'], span });
};

const checked = (file: string, ...findings: CheckedFile['findings']): CheckedFile => ({
  file,
  findings,
  allowed: [],
});

describe('a baseline', () => {
  const files = [checked('a.yaml', finding('a.yaml'), finding('a.yaml', 'rule/b')), checked('b.yaml')];
  const entries = merge(files, [], same);

  it('leaves out what it lists, and nothing else', () => {
    const now = [
      checked('a.yaml', finding('a.yaml'), finding('a.yaml', 'rule/b'), finding('a.yaml', 'rule/c')),
    ];
    const { files: left, gone } = match(now, entries, same);
    expect(left[0]?.findings.map(({ code }) => code)).toEqual(['rule/c']);
    expect(gone).toEqual([]);
  });

  it('leaves out one finding an entry', () => {
    const twice = [checked('a.yaml', finding('a.yaml'), finding('a.yaml'))];
    const [once] = merge([checked('a.yaml', finding('a.yaml'))], [], same);
    expect(once && match(twice, [once], same).files[0]?.findings).toHaveLength(1);
    expect(match(twice, merge(twice, [], same), same).files[0]?.findings).toEqual([]);
  });

  it('tells a finding apart whose line, code or file is another', () => {
    for (const other of [
      checked('a.yaml', finding('a.yaml', 'rule/a', 'batch: 9')),
      checked('a.yaml', finding('a.yaml', 'rule/z')),
      checked('a.yaml', finding('machine.yaml')),
      checked('c.yaml', finding('c.yaml')),
    ])
      expect(match([other], entries, same).files).toEqual([other]);
  });

  it('names entries that are gone, but not those of files that were not checked', () => {
    expect(match([checked('a.yaml', finding('a.yaml'))], entries, same).gone.map(({ code }) => code)).toEqual(
      ['rule/b'],
    );
    expect(match([checked('b.yaml')], entries, same).gone).toEqual([]);
    expect(merge([checked('b.yaml')], entries, same)).toEqual(entries);
    expect(merge([checked('a.yaml')], entries, same)).toEqual([]);
  });

  it('knows nothing of the rules where an error of the schema has ended the check', () => {
    const halted = [checked('a.yaml', finding('a.yaml', 'schema/unknown-key', 'x', 'error'))];
    expect(match(halted, entries, same).gone).toEqual([]);
    expect(merge(halted, entries, same).map(({ code }) => code)).toEqual([
      'rule/a',
      'rule/b',
      'schema/unknown-key',
    ]);
  });

  it('says nothing of the text of a line, which may hold a secret', () => {
    const entry = entryOf('a.yaml', finding('a.yaml', 'rule/secret-in-env', 'WANDB_API_KEY: 0123abcd'), same);
    expect(JSON.stringify(entry)).not.toContain('0123abcd');
  });

  it('is in one order and complete, whatever is checked first, and writing it again changes nothing', () => {
    const names = fc.constantFrom('a.yaml', 'b.yaml', 'lab/c.yaml');
    const codes = fc.array(fc.constantFrom('rule/a', 'rule/b', 'rule/c'), { maxLength: 4 });
    const lists = fc
      .uniqueArray(fc.tuple(names, codes), { selector: ([name]) => name })
      .map((list) => list.map(([name, found]) => checked(name, ...found.map((code) => finding(name, code)))));
    fc.assert(
      fc.property(lists, lists, (before, now) => {
        const first = merge(before, [], same);
        expect(merge(before.toReversed(), [], same)).toEqual(first);
        const second = merge(now, first, same);
        expect(merge(now, second, same)).toEqual(second);
        expect(second.map(keyOf)).toEqual(second.map(keyOf).toSorted());
        const { files: left, gone } = match(now, second, same);
        expect([left.flatMap(({ findings }) => findings), gone]).toEqual([[], []]);
      }),
    );
  });
});
