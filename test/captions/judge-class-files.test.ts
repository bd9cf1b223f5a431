import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import { positionAt } from '../../src/source/source-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { merge, VALID } from '../support/valid-experiment.ts';

const variants = { tags: { column: 'text', kind: 'tags' } };
const DICTIONARY = 'dict/characters.tsv';
const LIST = 'dict/meta-tags.txt';

/** One class by a dictionary, one by a list, both in use. */
const captions = {
  variants,
  classes: { character: { dictionary: DICTIONARY }, meta: { list: LIST } },
  edits: [{ translate: { class: 'character', p: 0.5 } }, { drop: { class: 'meta', p: 0.1 } }],
};

/** The findings within lists and dictionaries as `ditc check` says them, with the text that each is about. */
async function findingsIn(
  files: Readonly<Record<string, string | Uint8Array>>,
  change: object = { captions },
): Promise<readonly string[]> {
  const cwd = temporaryFolder();
  const experiment = JSON.stringify(merge(VALID, change as Parameters<typeof merge>[1]));
  const all = { 'porcelain.csv': 'image_path,text\n', [DICTIONARY]: '', [LIST]: '', ...files };
  mkdirSync(join(cwd, 'dict'));
  for (const [path, text] of Object.entries({ ...all, 'porcelain.yaml': experiment }))
    writeFileSync(join(cwd, path), text);
  const { diagnostics } = await compile({ file: 'porcelain.yaml', cwd, until: 'rules' });
  return diagnostics.map(({ code, severity, span: { file, start, end } }) => {
    const { line, column } = positionAt(file, start);
    return `${file.path}:${line}:${column} ${severity} ${code} ${JSON.stringify(file.text.slice(start, end))}`;
  });
}

const dictionary = (...rows: readonly string[]): Promise<readonly string[]> =>
  findingsIn({ [DICTIONARY]: rows.map((row) => `${row}\n`).join('') });

const list = (text: string): Promise<readonly string[]> => findingsIn({ [LIST]: text });

describe('a dictionary', () => {
  it('is taken as it should be: names, translations, aliases, blank lines', async () => {
    const found = await dictionary(
      'hatsune miku\t初音未来\tmiku|hatsune_miku',
      '',
      'kagamine rin\t镜音铃',
      'gumi\tgumi\t',
    );
    expect(found).toEqual([]);
  });

  it('has names and translations with tabs between them, and no more than three parts', async () => {
    const found = await dictionary(
      'hatsune miku\t初音未来',
      '  kagamine rin    镜音铃',
      'gumi\tグミ\tmegpoid\tvocaloid',
      '\t镜音铃',
    );
    expect(found).toEqual([
      'dict/characters.tsv:2:3 error captions/unreadable-row "kagamine rin    镜音铃"',
      'dict/characters.tsv:3:1 error captions/unreadable-row "gumi\\tグミ\\tmegpoid\\tvocaloid"',
      'dict/characters.tsv:4:1 error captions/unreadable-row "\\t镜音铃"',
    ]);
  });

  it('has a translation for each name', async () => {
    expect(await dictionary('hatsune miku\t初音未来', 'kagamine rin\t \trin')).toEqual([
      'dict/characters.tsv:2:1 error captions/empty-translation "kagamine rin\\t \\trin"',
    ]);
  });

  it('has a translation for one name only, said where it stands again', async () => {
    expect(await dictionary('hatsune miku\t初音未来', 'gumi\tグミ', 'diva\t 初音未来')).toEqual([
      'dict/characters.tsv:3:7 error captions/shared-translation "初音未来"',
    ]);
  });

  it('has each name and alias once; twice in a line is harmless', async () => {
    expect(
      await dictionary('hatsune miku\t初音未来\tmiku|diva|miku', 'diva\t歌姬', 'gumi\tグミ\tsinger|miku'),
    ).toEqual([
      'dict/characters.tsv:1:29 info captions/duplicate-name "miku"',
      'dict/characters.tsv:2:1 error captions/duplicate-name "diva"',
      'dict/characters.tsv:3:16 error captions/duplicate-name "miku"',
    ]);
  });

  it('tells of a name that begins another, but not of letters that do', async () => {
    expect(await dictionary('miku\t弥久', 'miku append\t初音未来 Append', 'mikuo\t弥久男')).toEqual([
      'dict/characters.tsv:1:1 info captions/name-within-name "miku"',
    ]);
  });

  it('is counted in characters where those are of two units', async () => {
    expect(await dictionary('𠮷野\t𠮷野家', '𩸽\t𠮷野家')).toEqual([
      'dict/characters.tsv:2:3 error captions/shared-translation "𠮷野家"',
    ]);
  });

  it.each([
    ['a byte order mark', '\uFEFF', '\n'],
    ['line ends of Windows', '', '\r\n'],
  ])('is counted alike with %s', async (_, mark, end) => {
    const text = `${mark}hatsune miku\t初音未来${end}${end}kagamine rin${end}`;
    expect(await findingsIn({ [DICTIONARY]: text })).toEqual([
      'dict/characters.tsv:3:1 error captions/unreadable-row "kagamine rin"',
    ]);
  });
});

describe('a list', () => {
  it('is taken as it should be, with any sign at the beginning of a tag', async () => {
    expect(await list('best quality\n\n#1\n:3\n- -\n')).toEqual([]);
  });

  it('has no tabs', async () => {
    expect(await list('best quality\nhatsune miku\t初音未来\n')).toEqual([
      'dict/meta-tags.txt:2:1 error captions/unreadable-row "hatsune miku\\t初音未来"',
    ]);
  });

  it('may have a tag twice, which is said', async () => {
    expect(await list('best quality\nmasterpiece\n  best quality \n')).toEqual([
      'dict/meta-tags.txt:3:3 info captions/duplicate-name "best quality"',
    ]);
  });
});

describe('files of classes', () => {
  it('are each named as they are written, before what is wrong in the experiment', async () => {
    const classes = { character: { dictionary: `./${DICTIONARY}` }, meta: { list: LIST } };
    const files = { [DICTIONARY]: 'kagamine rin\n', [LIST]: 'a\tb\n' };
    expect(await findingsIn(files, { captions: { ...captions, classes } })).toEqual([
      'dict/characters.tsv:1:1 error captions/unreadable-row "kagamine rin"',
      'dict/meta-tags.txt:1:1 error captions/unreadable-row "a\\tb"',
    ]);
  });

  it('say it once, however many classes and stages there are', async () => {
    const classes = { ...captions.classes, singer: { dictionary: DICTIONARY } };
    const edits = [...captions.edits, { translate: { class: 'singer', p: 0.5 } }];
    const stages = [{ id: 'wide' }, { id: 'last' }];
    const files = { [DICTIONARY]: 'kagamine rin\n' };
    expect(await findingsIn(files, { stages, captions: { ...captions, classes, edits } })).toEqual([
      'dict/characters.tsv:1:1 error captions/unreadable-row "kagamine rin"',
    ]);
  });

  it('are for a rule when they are not UTF-8', async () => {
    const found = await findingsIn({ [DICTIONARY]: Uint8Array.of(0xb3, 0xf5, 0xd2, 0xf4) });
    expect(found).toEqual([expect.stringMatching(/^porcelain\.yaml:.*error rule\/class-file-missing/)]);
  });
});
