import { describe, expect, test } from 'vitest';
import { readDictionary } from '../../src/captions/read-dictionary.ts';
import { readList } from '../../src/captions/read-list.ts';

describe('a list', () => {
  test('has one tag a line; blanks around it, blank lines, line ends and a byte order mark do not count', () => {
    expect(readList('\ufeffhighres\r\n\n \u3000#sketch \t\nlong hair')).toEqual({
      tags: ['highres', '#sketch', 'long hair'],
      findings: [],
    });
  });

  test('has no tabs and no tag twice', () => {
    const { tags, findings } = readList('a\n b\tc\n  a\n');
    expect(tags).toEqual(['a']);
    expect(findings).toMatchObject([
      { line: 2, column: 2, end: 5, code: 'captions/unreadable-row', severity: 'error' },
      { line: 3, column: 3, end: 4, code: 'captions/duplicate-name', severity: 'info' },
    ]);
  });
});

/** Place, code and message of what is wrong with a dictionary. */
function findings(text: string): readonly string[] {
  return readDictionary(text).findings.map(
    ({ line, column, end, code, severity, message }) =>
      `${line}:${column}-${end} ${severity} ${code.replace('captions/', '')}: ${message}`,
  );
}

describe('a dictionary', () => {
  test('has name, translation and aliases in a line', () => {
    const text =
      '\ufeffsaber\t阿尔托莉雅\t artoria | king (fate)||saber|artoria\r\n\nhatsune miku \t 初音未来\nrin\t凛\t';
    expect(readDictionary(text).entries).toEqual([
      ['saber', '阿尔托莉雅', 'artoria', 'king (fate)'],
      ['hatsune miku', '初音未来'],
      ['rin', '凛'],
    ]);
  });

  const form = 'a line of a dictionary is `name<TAB>translation`, or `name<TAB>translation<TAB>alias|alias`';
  test.each<readonly [string, string, readonly string[]]>([
    ['without a tab', 'saber 阿尔托莉雅', [`1:1-12 error unreadable-row: ${form}`]],
    ['with a part too many', 'a\tb\tc\td', [`1:1-8 error unreadable-row: ${form}`]],
    ['without a name', 'a\tx\n\tb', [`2:1-3 error unreadable-row: ${form}`]],
    ['without a translation', 'a\tx\n b\t \tc', ['2:2-7 error empty-translation: `b` has no translation']],
    [
      'with the translation of another',
      'a\tx\nb\t x',
      ['2:4-5 error shared-translation: `x` is the translation of `a` in line 1 too'],
    ],
    ['with the name of another', 'a\tx\na\ty', ['2:1-2 error duplicate-name: `a` stands in line 1 too']],
    [
      'with the alias of another',
      'a\tx\tc\nb\ty\td| c',
      ['2:8-9 error duplicate-name: `c` stands in line 1 too'],
    ],
    ['with an alias twice', 'a\tx\tb|b', ['1:7-8 info duplicate-name: `b` stands twice in this line']],
    ['that begins another name', 'a b\tx\na\ty', ['2:1-2 info name-within-name: `a` begins `a b` in line 1']],
    ['whose letters begin another word', 'ab\tx\na\ty', []],
    ['whose alias begins its name', 'a b\tx\ta', []],
  ])('a line %s', (_, text, expected) => {
    expect(findings(text)).toEqual(expected);
  });

  test('lines that cannot be used are left out', () => {
    expect(readDictionary('a\nb\t\nc\tx').entries).toEqual([['c', 'x']]);
  });
});
