import { describe, expect, it } from 'vitest';
import { findingsOf } from './findings-of.ts';

const entry = (change: object): string =>
  JSON.stringify({ name: 'height', type: 'int', action: 'ge', target: 512, default: 0, ...change });
const base = (filters: string): string => `source: ["d/*.arrow"]\nfilter:\n  column:\n    - ${filters}\n`;

describe('a recipe of idk base', () => {
  it.each<[string, string, readonly string[]]>([
    ['right', base(entry({})), []],
    [
      'right, with all options',
      'source:\n  - "d/*.arrow": {exclude: [bad], repeat: 2}\nremove_md5_dup: no\nrepeater:\n  arrow_file_keyword:\n    - {repeat: 2, keyword: [x]}\n  md5:\n    - {name: n, path: m.json, type: dict}\nfilter:\n  md5:\n    - {name: n, path: [m.txt], type: list, action: not_in}\n',
      [],
    ],
    [
      'copies that are taken back',
      'source:\n  - "d/*": {repeat: 2}\nremove_md5_dup: yes\n',
      ['warning idk/copies-removed 3:1'],
    ],
    ['a repeat of nothing', 'source:\n  - "d/*": {repeat: 0}\n', ['warning idk/repeat-of-zero 2:21']],
    ['a file of a pattern', 'source: ["d/*", d/1.arrow]\n', ['warning idk/source-twice 1:17']],
    ['a source again', 'source: [./d/*, e/*, d/*]\n', ['warning idk/source-twice 1:22']],
    ['no source', 'filter: {}\n', ['error idk/missing-key 1:1']],
    ['a key that is a slip', 'source: [x]\nremove_md5_dups: true\n', ['error idk/unknown-key 2:1']],
    ['a key that nobody knows', 'source: [x]\nauthor: me\n', ['warning idk/unknown-key 2:1']],
    ['text for a list', 'source: d/*.arrow\nfilter: {}\n', ['error idk/wrong-type 1:9']],
    ['recursion', 'source: ["d/**/*.arrow"]\n', ['error idk/source 1:10']],
    ['exclude as text', 'source:\n  - "d/*": {exclude: bad}\n', ['error idk/wrong-type 2:22']],
    ['two patterns in one map', 'source:\n  - {a: {}, b: {}}\n', ['error idk/source 2:5']],
    ['text that counts as true', 'source: [x]\nremove_md5_dup: "no"\n', ['error idk/wrong-type 2:17']],
    ['columns for column', 'source: [x]\nfilter:\n  columns: []\n', ['error idk/unknown-key 3:3']],
    ['a list of filters', 'source: [x]\nfilter: []\n', ['error idk/wrong-type 2:9']],
    [
      'an unknown type',
      base('{name: a, type: string, action: eq, target: x, default: x}'),
      ['error idk/unknown-word 4:23'],
    ],
    [
      'an action of text on numbers',
      base('{name: a, type: int, action: contains, target: 1, default: 1}'),
      ['error idk/unknown-word 4:36'],
    ],
    [
      'len_ne',
      base('{name: a, type: str, action: len_ne, target: x, default: x}'),
      ['error idk/action 4:36'],
    ],
    [
      'a length as text',
      base('{name: a, type: str, action: len_ge, target: "5", default: 1}'),
      ['error idk/wrong-type 4:52'],
    ],
    [
      'a whole number for a float',
      base('{name: a, type: float, action: ge, target: 5, default: 0.0}'),
      ['error idk/wrong-type 4:50'],
    ],
    [
      'a float for a whole number',
      base('{name: a, type: int, action: ge, target: 5.0, default: 0}'),
      ['error idk/wrong-type 4:48'],
    ],
    ['no default', base('{name: a, type: int, action: ge, target: 5}'), ['error idk/missing-key 4:7']],
    [
      'what stands beside logical_or',
      base(`{logical_or: [${entry({})}], name: a}`),
      ['error idk/filter-ignored 4:112'],
    ],
    [
      'an md5 dictionary without a target',
      'source: [x]\nfilter:\n  md5:\n    - {name: n, path: m.json, type: dict, action: eq, is_valid: true}\n',
      ['error idk/missing-key 4:7'],
    ],
    ['a tab', 'source:\n\t- x\n', ['error yaml/tab 2:1']],
  ])('%s', (_name, text, expected) => {
    const found = findingsOf('base.yaml', text);
    const rough = (line: string): string =>
      line.includes('filter-ignored') ? line.split(' ').slice(0, 2).join(' ') : line;
    expect(found?.map(rough)).toEqual(expected.map(rough));
  });
});

describe('a recipe of idk multireso', () => {
  const rest = 'min_size: 512\nbase_size: 1024\n';
  it.each<[string, string, readonly string[]]>([
    ['right', `src: [a.json]\n${rest}reso_step: 64\n`, []],
    ['right, by ratios', `src: a.json\n${rest}target_ratios: ["1:1", "4:3"]\n`, []],
    ['another name of src', `sources: [a.json]\n${rest}`, ['error idk/unknown-key 1:1']],
    [
      'ratios without quotes',
      `src: a.json\n${rest}target_ratios: [1:1, 3:4]\n`,
      ['error idk/ratio 4:17', 'error idk/ratio 4:22'],
    ],
    ['ratios with a slash', `src: a.json\n${rest}target_ratios: ["4/3"]\n`, ['error idk/ratio 4:17']],
    [
      'a step beside ratios',
      `src: a.json\n${rest}target_ratios: ["1:1"]\nreso_step: 64\n`,
      ['warning idk/step-ignored 5:1'],
    ],
    ['a step of nothing', `src: a.json\n${rest}reso_step: 0\n`, ['error idk/size 4:12']],
    [
      'ratios with another alignment',
      `src: a.json\n${rest}target_ratios: ["1:1"]\nalign: 64\n`,
      ['error idk/size 5:8'],
    ],
    ['a step above half', `src: a.json\n${rest}reso_step: 1008\n`, ['error idk/size 4:12']],
    ['a step that is no multiple of 16', `src: a.json\n${rest}reso_step: 100\n`, ['error idk/size 4:12']],
    [
      'a base that is no multiple of 16',
      'src: a.json\nmin_size: 512\nbase_size: 1000\nreso_step: 64\n',
      ['error idk/size 3:12'],
    ],
    ['no least size', 'src: a.json\nbase_size: 1024\nreso_step: 64\n', ['warning idk/size 2:1']],
    [
      'a size as text',
      'src: a.json\nmin_size: 512\nbase_size: "1024"\nreso_step: 64\n',
      ['error idk/wrong-type 3:12'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(findingsOf('mt.yaml', text)).toEqual(expected);
  });

  it('is not an experiment, nor any other YAML', () => {
    expect(findingsOf('x.yaml', 'ditc: 1\nname: x\n')).toBeUndefined();
    expect(findingsOf('x.yaml', 'name: x\n')).toBeUndefined();
  });
});
